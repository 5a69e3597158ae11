package larder.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import larder.access.HostPattern;
import larder.access.InterceptedHosts;
import picocli.CommandLine.Model.OptionSpec;

/** Which hosts are intercepted, and which authorities are trusted for origins. */
final class InterceptOptions extends OptionGroup {
  private static final String ALL = "all";

  final Choice<List<String>> intercepted =
      list(
          String.class,
          OptionSpec.builder("--intercept")
              .paramLabel("HOSTS")
              .splitRegex(",")
              .description(
                  "Read, and so cache, HTTPS to these hosts: example.org, *.cdn.example, addresses,"
                      + " or all. Clients have to trust the authority of larder ca. May be"
                      + " repeated."));

  final Choice<List<HostPattern>> excepted =
      list(
          HostPattern.class,
          OptionSpec.builder("--no-intercept")
              .paramLabel("HOSTS")
              .splitRegex(",")
              .converters(new HostOptions.Host())
              .description("Except to these. May be repeated."));

  final Choice<List<Path>> authorities =
      files(
          OptionSpec.builder("--origin-ca")
              .paramLabel("FILE")
              .splitRegex(",")
              .description(
                  "Trust the authorities in this PEM file, too, to vouch for origins. SSL_CERT_FILE"
                      + " and SSL_CERT_DIR replace Java's own. May be repeated."));

  InterceptOptions() {
    super("HTTPS");
  }

  /**
   * @throws IllegalArgumentException if one is no host; the message says what is expected
   */
  InterceptedHosts hosts() {
    return hosts(intercepted.get(), excepted.get());
  }

  /**
   * @param intercepted the values of {@code --intercept}
   * @throws IllegalArgumentException if one is no host; the message says what is expected
   */
  static InterceptedHosts hosts(List<String> intercepted, List<HostPattern> excepted) {
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
