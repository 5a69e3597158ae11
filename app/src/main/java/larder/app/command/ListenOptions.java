package larder.app.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import larder.app.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Where the proxy listens, and how many connections it accepts. */
final class ListenOptions extends OptionGroup {
  private static final int USUAL_ADMIN_PORT = 3127;

  final Choice<@Nullable Integer> port =
      optional(
          Integer.class,
          OptionSpec.builder("-p", "--port")
              .paramLabel("PORT")
              .converters(new PortNumber())
              .description(
                  "Listen on this port; 0 takes a free one. Default: 3128, asked for on a"
                      + " terminal."));

  final Choice<List<String>> listen =
      list(
          String.class,
          OptionSpec.builder("-l", "--listen")
              .paramLabel("HOST[:PORT]")
              .splitRegex(",")
              .description(
                  "Listen on this address, instead of 127.0.0.1 and [::1]. May be repeated."));

  final Choice<@Nullable Path> certificate =
      file(
          OptionSpec.builder("--tls-cert")
              .paramLabel("FILE")
              .description(
                  "Speak TLS with clients and show them this certificate (PEM, followed by its"
                      + " issuers). HUP rereads it."));

  final Choice<@Nullable Path> key =
      file(
          OptionSpec.builder("--tls-key")
              .paramLabel("FILE")
              .description("The key of that certificate. Default: in the same file."));

  final Choice<@Nullable Path> portFile =
      file(
          OptionSpec.builder("--port-file")
              .paramLabel("FILE")
              .description(
                  "Write the port to this file once Larder listens, and remove the file when that"
                      + " ends."));

  final Choice<Settings.@Nullable Admin> admin =
      optional(
          Settings.Admin.class,
          OptionSpec.builder("--admin-port")
              .paramLabel("PORT")
              .converters(new AdminChoice())
              .description(
                  "Answer questions about the proxy on this port of 127.0.0.1; 0 takes a free one,"
                      + " none takes none. Default: 3127, if it is free."));

  final Choice<Integer> maxConnections =
      usually(
          10_000,
          OptionSpec.builder("--max-connections")
              .paramLabel("N")
              .converters(new Count())
              .description(
                  "Serve at most N connections at a time; further ones get a 503. Default:"
                      + " 10000."));

  final Choice<@Nullable Integer> maxConnectionsPerClient =
      optional(
          Integer.class,
          OptionSpec.builder("--max-connections-per-client")
              .paramLabel("N")
              .converters(new Count())
              .description(
                  "Serve at most N connections of one address; further ones get a 429. Default:"
                      + " 1000, and no bound of its own for this machine."));

  final Choice<Duration> drain =
      usually(
          Duration.ofSeconds(30),
          OptionSpec.builder("--drain")
              .paramLabel("TIME")
              .converters(new Seconds())
              .description(
                  "After TERM or INT, give running exchanges this time to end. Default: 30"
                      + " seconds."));

  ListenOptions() {
    super("Listening");
  }

  Settings.Admin admin() {
    Settings.Admin named = admin.get();
    return named == null ? new Settings.AdminAt(USUAL_ADMIN_PORT, false) : named;
  }

  /** A port, or {@code none}. */
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
