package larder.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder env}: the variables that {@code larder run} sets, for a proxy that runs. */
@Command(
    name = "env",
    addMethodSubcommands = false,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Prints the variables that bring programs to a proxy that runs.",
    footer = {
      "",
      "@|bold Examples|@",
      "  eval \"$(larder env)\"",
      "  larder env --shell=fish | source",
      "  larder env --shell=github >>\"$GITHUB_ENV\"",
      "  docker run --env-file <(larder env --shell=docker --proxy=http://172.17.0.1:3128) ..."
    })
final class EnvCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--shell",
      paramLabel = "SHELL",
      description =
          "Who reads them: ${COMPLETION-CANDIDATES}. Default: fish if SHELL says so, else bash.")
  @Nullable Shell shell;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:3128",
      description = "Where the proxy is. Default: http://127.0.0.1:3128.")
  String url = "";

  @Option(
      names = "--no-trust",
      description =
          "Do not make programs trust the authority for hosts that are read (larder ca), which"
              + " they do otherwise if there is one, the proxy is on this machine, and so are"
              + " they: not with --shell=docker.")
  boolean noTrust;

  @Mixin private final ChildOptions child = new ChildOptions();

  EnvCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws StartException {
    NoProxy past =
        child.noProxy == null ? NoProxy.usual(Variables.noProxy(environment)) : child.noProxy;
    Shell reader = shell == null ? usual() : shell;
    ProxyAddress proxy = address();
    Trust trust = noTrust || reader == Shell.docker || !isHere(proxy) ? null : trust();
    Map<String, String> variables =
        ChildEnvironment.of(proxy, past, environment, trust, !child.noJava);
    PrintWriter out = spec.commandLine().getOut();
    reader.lines(variables).forEach(out::println);
    return ExitCode.OK;
  }

  private static boolean isHere(ProxyAddress proxy) {
    IpAddress address = IpAddress.parse(proxy.host().replace("[", "").replace("]", ""));
    return address == null ? proxy.host().equals("localhost") : address.isLoopback();
  }

  /** Files that stay, in the data folder; null if there is no authority. */
  private @Nullable Trust trust() throws StartException {
    Folders folders = Folders.of(environment);
    SigningAuthority authority = Authorities.kept(folders.authority());
    if (authority == null) {
      return null;
    }
    try {
      return TrustFolder.lasting(folders.trust(), authority.pem(), environment);
    } catch (IOException e) {
      throw new StartException(StartException.Cause.DISK, e);
    }
  }

  private Shell usual() {
    return environment.getOrDefault("SHELL", "").endsWith("/fish") ? Shell.fish : Shell.bash;
  }

  private ProxyAddress address() {
    String start = "http://";
    boolean whole = url.toLowerCase(Locale.ROOT).startsWith(start);
    String rest = whole ? url.substring(start.length()) : url;
    try {
      return ProxyAddress.of(
          Authority.parse(
              rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest,
              PortQuestion.USUAL_PORT));
    } catch (SyntaxException e) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--proxy': '" + url + "' is no http://HOST:PORT");
    }
  }
}
