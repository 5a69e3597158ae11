package larder.app.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import larder.app.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where it listens, and how many it lets in. */
@OptionGroup("Listening")
final class ListenOptions {
  private static final int USUAL_ADMIN_PORT = 3127;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      converter = PortNumber.class,
      description =
          "Listen on this port; 0 takes a free one. Default: 3128, asked for on a terminal.")
  @Nullable Integer port;

  @Option(
      names = {"-l", "--listen"},
      paramLabel = "HOST[:PORT]",
      split = ",",
      description = "Listen on this address, instead of 127.0.0.1 and [::1]. May be repeated.")
  List<String> listen = new ArrayList<>();

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "Speak TLS with clients, and show them this certificate: PEM, with those that vouch for"
              + " it behind it.")
  @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The key of that certificate. Default: it is in the same file.")
  @Nullable Path key;

  @Option(
      names = "--port-file",
      paramLabel = "FILE",
      description = "Write the port to this file once it listens.")
  @Nullable Path portFile;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      converter = AdminChoice.class,
      description =
          "Answer questions about the proxy on this port of 127.0.0.1; 0 takes a free one, none"
              + " takes none. Default: 3127, if it is free.")
  Settings.@Nullable Admin admin;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "10000",
      converter = Count.class,
      description = "Serve at most N connections at a time; one more gets a 503. Default: 10000.")
  int maxConnections;

  @Option(
      names = "--max-connections-per-client",
      paramLabel = "N",
      converter = Count.class,
      description =
          "Serve at most N connections of one address; one more gets a 429. Default: 1000, and no"
              + " bound of its own for this machine.")
  @Nullable Integer maxConnectionsPerClient;

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      defaultValue = "30",
      converter = Seconds.class,
      description = "After TERM or INT, let exchanges end for this time. Default: 30 seconds.")
  Duration drain = Duration.ofSeconds(30);

  Settings.Admin admin() {
    return admin == null ? new Settings.AdminAt(USUAL_ADMIN_PORT, false) : admin;
  }

  /** A port that was asked for, or {@code none}. */
  static final class AdminChoice implements ITypeConverter<Settings.Admin> {
    @Override
    public Settings.Admin convert(String text) {
      return text.equals("none")
          ? new Settings.NoAdmin()
          : new Settings.AdminAt(new PortNumber().convert(text), true);
    }
  }

  /** A port to listen on. */
  static final class PortNumber implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return number(text, "'" + text + "' is no port from 0 to 65535");
    }
  }

  /** A number of things. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return number(text, "'" + text + "' is not a whole number");
    }
  }

  private static int number(String text, String otherwise) {
    String digits = text.trim();
    if (!digits.matches("[0-9]{1,9}")) {
      throw new TypeConversionException(otherwise);
    }
    return Integer.parseInt(digits);
  }
}
