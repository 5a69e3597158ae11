package larder.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import larder.access.HostPattern;
import larder.access.InterceptedHosts;
import picocli.CommandLine.Option;

/** Whose HTTPS is read, and who is trusted to vouch for origins. */
@OptionGroup("HTTPS")
final class InterceptOptions {
  private static final String ALL = "all";

  @Option(
      names = "--intercept",
      paramLabel = "HOSTS",
      split = ",",
      description =
          "Read, and so cache, what goes to these hosts by HTTPS: example.org, *.cdn.example,"
              + " addresses, or all. Clients have to trust the authority of larder ca. May be"
              + " repeated.")
  List<String> intercepted = new ArrayList<>();

  @Option(
      names = "--no-intercept",
      paramLabel = "HOSTS",
      split = ",",
      converter = HostOptions.Host.class,
      description = "But not what goes to these. May be repeated.")
  List<HostPattern> excepted = new ArrayList<>();

  @Option(
      names = "--origin-ca",
      paramLabel = "FILE",
      split = ",",
      description =
          "Trust the authorities in this PEM file, too, to vouch for origins. SSL_CERT_FILE and"
              + " SSL_CERT_DIR take the place of Java's own. May be repeated.")
  List<Path> authorities = new ArrayList<>();

  /**
   * @throws IllegalArgumentException if one is no host; the message says what is expected
   */
  InterceptedHosts hosts() {
    List<HostPattern> chosen = new ArrayList<>();
    boolean all = false;
    for (String text : intercepted) {
      String host = text.strip();
      if (host.equals(ALL)) {
        all = true;
      } else if (host.equals("*")) {
        throw new IllegalArgumentException("'*' is no host: say all if you mean every host");
      } else if (!host.isEmpty()) {
        chosen.add(HostPattern.parse(host));
      }
    }
    return new InterceptedHosts(all, chosen, excepted);
  }
}
