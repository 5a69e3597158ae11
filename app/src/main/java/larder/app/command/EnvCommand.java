package larder.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import larder.app.Authorities;
import larder.app.StartException;
import larder.app.run.ChildEnvironment;
import larder.app.run.NoProxy;
import larder.app.run.ProxyAddress;
import larder.app.run.Shell;
import larder.app.run.Trust;
import larder.app.run.TrustFolder;
import larder.http.Authority;
import larder.http.IpAddress;
import larder.http.SyntaxException;
import larder.tls.SigningAuthority;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** {@code larder env}: the variables of {@code larder run}, for a running proxy. */
final class EnvCommand extends Command {
  private final Map<String, String> environment;
  private final Telling telling = new Telling();
  private final ChildOptions child = new ChildOptions();

  EnvCommand(Map<String, String> environment) {
    super("env", "Prints the variables that point programs at a running proxy.");
    this.environment = environment;
    telling.addTo(spec());
    child.addTo(spec());
    spec()
        .usageMessage()
        .abbreviateSynopsis(true)
        .footer(
            "",
            "@|bold Examples|@",
            "  eval \"$(larder env)\"",
            "  larder env --shell=fish | source",
            "  larder env --shell=github >>\"$GITHUB_ENV\"",
            "  docker run --env-file <(larder env --shell=docker --proxy=http://172.17.0.1:3128)"
                + " ...");
  }

  /** For which shell, and for which proxy. */
  private static final class Telling extends OptionGroup {
    final Choice<@Nullable Shell> shell =
        optional(
            Shell.class,
            OptionSpec.builder("--shell")
                .paramLabel("SHELL")
                .description(
                    "What will read them: ${COMPLETION-CANDIDATES}. Default: fish if SHELL says so,"
                        + " else bash."));

    final Choice<String> url =
        usually(
            "http://127.0.0.1:3128",
            OptionSpec.builder("--proxy")
                .paramLabel("URL")
                .description("Where the proxy is. Default: http://127.0.0.1:3128."));

    final Choice<Boolean> noTrust =
        flag(
            OptionSpec.builder("--no-trust")
                .description(
                    "Do not make programs trust the authority of larder ca. Otherwise they do, if"
                        + " there is one and the proxy is on this machine; never with"
                        + " --shell=docker."));

    Telling() {
      super("Telling");
    }
  }

  @Override
  public Integer call() throws StartException {
    NoProxy past = child.past(environment);
    Shell named = telling.shell.get();
    Shell reader = named == null ? usual() : named;
    ProxyAddress proxy = address();
    Trust trust =
        telling.noTrust.get() || reader == Shell.docker || !isHere(proxy) ? null : trust();
    Map<String, String> variables =
        ChildEnvironment.of(proxy, past, environment, trust, !child.noJava.get());
    PrintWriter out = out();
    reader.lines(variables).forEach(out::println);
    return ExitCode.OK;
  }

  private static boolean isHere(ProxyAddress proxy) {
    IpAddress address = IpAddress.parse(proxy.host().replace("[", "").replace("]", ""));
    return address == null ? proxy.host().equals("localhost") : address.isLoopback();
  }

  /** Permanent files in the data folder; null if there is no authority. */
  private @Nullable Trust trust() throws StartException {
    Folders folders = Folders.of(environment);
    SigningAuthority authority = authority(folders);
    if (authority == null) {
      return null;
    }
    try {
      return TrustFolder.lasting(folders.trust(), authority.pem(), environment);
    } catch (IOException e) {
      throw new StartException(StartException.Cause.DISK, e);
    }
  }

  /** Without a home folder there is none. */
  private static @Nullable SigningAuthority authority(Folders folders) throws StartException {
    try {
      return Authorities.kept(folders.authority());
    } catch (Folders.NoHomeException e) {
      return null;
    }
  }

  private Shell usual() {
    return environment.getOrDefault("SHELL", "").endsWith("/fish") ? Shell.fish : Shell.bash;
  }

  private ProxyAddress address() {
    String start = "http://";
    String url = telling.url.get();
    boolean whole = url.toLowerCase(Locale.ROOT).startsWith(start);
    String rest = whole ? url.substring(start.length()) : url;
    try {
      return ProxyAddress.of(
          Authority.parse(
              rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest,
              PortQuestion.USUAL_PORT));
    } catch (SyntaxException e) {
      throw wrong("Invalid value for option '--proxy': '" + url + "' is no http://HOST:PORT");
    }
  }
}
