package larder.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import larder.access.InterceptedHosts;
import larder.app.Authorities;
import larder.app.StartException;
import larder.app.run.TrustFolder;
import larder.tls.AuthorityFolder;
import larder.tls.Scope;
import larder.tls.SigningAuthority;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder ca}: the authority that vouches for intercepted hosts. */
@Command(
    name = "ca",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(init | path | show | rotate | install | uninstall)",
    description = "Keeps the authority that clients have to trust where HTTPS is intercepted.",
    footer = {
      "",
      "@|bold Examples|@",
      "  larder ca init --intercept=packages.example.org,*.cdn.example",
      "  curl --cacert \"$(larder ca path)\" -x http://127.0.0.1:3128"
          + " https://packages.example.org/",
      "  sudo larder ca install",
      "",
      "larder run needs none of this: its commands are told whom to trust."
    })
final class CaCommand implements Runnable {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  CaCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: init, path, show, rotate, install or uninstall");
  }

  /** Whom it is to vouch for. */
  static final class Hosts {
    @Option(
        names = "--intercept",
        paramLabel = "HOSTS",
        description =
            "For which hosts it may vouch, as --intercept of the proxy has them, or all: it can"
                + " never be used for others. rotate takes those of the old one if it is not"
                + " given.")
    @Nullable String hosts;
  }

  private Path folder() {
    return Folders.of(environment).authority();
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Makes an authority, unless there is one.")
  int init(@Mixin Hosts hosts) throws StartException {
    SigningAuthority kept = Authorities.kept(folder());
    if (kept != null) {
      say("There is an authority already, for " + kept.scope() + ": larder ca rotate replaces it");
      return ExitCode.FAILED;
    }
    return made(Authorities.scope(chosen(hosts)));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Makes another authority in its place; what trusts the old one has to be told.")
  int rotate(@Mixin Hosts hosts) throws StartException {
    SigningAuthority kept = hosts.hosts == null ? Authorities.kept(folder()) : null;
    return made(kept == null ? Authorities.scope(chosen(hosts)) : kept.scope());
  }

  private int made(Scope scope) throws StartException {
    SigningAuthority authority =
        Authorities.rotate(folder(), scope, InstantSource.system().instant());
    say("Made an authority for " + authority.scope() + ", valid until " + authority.expiresAt());
    say("Its certificate, to be trusted: " + file());
    say("Clients: larder ca install, or larder run, or larder env.");
    renewTrust(authority);
    return ExitCode.OK;
  }

  /** Shells that have asked {@code larder env} go on reading its files. */
  private void renewTrust(SigningAuthority authority) throws StartException {
    Path trust = Folders.of(environment).trust();
    if (!Files.exists(trust)) {
      return;
    }
    try {
      TrustFolder.lasting(trust, authority.pem(), environment);
      say("The files of larder env hold it in place of the old one: " + trust);
    } catch (IOException e) {
      removeTrust(trust);
      throw new StartException(StartException.Cause.DISK, e);
    }
  }

  /** Whether nothing of it is left. */
  private boolean removeTrust(Path trust) {
    try {
      if (TrustFolder.remove(trust)) {
        say("Removed: the files of larder env, " + trust);
        say("In shells that have asked it, unset SSL_CERT_FILE and the like, or begin new ones");
      }
      return true;
    } catch (IOException e) {
      say("Not done: " + trust + ", the files of larder env, cannot be deleted");
      return false;
    }
  }

  private InterceptedHosts chosen(Hosts hosts) {
    String text = hosts.hosts;
    InterceptOptions options = new InterceptOptions();
    options.intercepted.addAll(List.of((text == null ? "" : text).split(",", -1)));
    try {
      InterceptedHosts chosen = options.hosts();
      if (chosen.isEmpty()) {
        throw new IllegalArgumentException(
            "Say for which hosts: --intercept=example.org,*.cdn.example, or --intercept=all");
      }
      return chosen;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private Path file() {
    return new AuthorityFolder(folder()).certificateFile();
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Prints the file that clients are to trust.")
  int path() throws StartException {
    required();
    spec.commandLine().getOut().println(file());
    return ExitCode.OK;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Says what it vouches for, and until when; prints its certificate.")
  int show() throws StartException {
    SigningAuthority authority = required();
    PrintWriter out = spec.commandLine().getOut();
    out.println("Vouches for  " + authority.scope());
    out.println("Until        " + authority.expiresAt());
    out.println("SHA-256      " + authority.fingerprint());
    out.println("File         " + file());
    out.println();
    out.print(authority.pem());
    out.flush();
    return ExitCode.OK;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Has this machine trust it: the system's authorities (Debian; needs root), and Chromium's",
        "and other NSS databases of this user. Java's store only with --java."
      })
  int install(
      @Option(names = "--java", paramLabel = "FILE", description = "Java's cacerts, too.")
          @Nullable Path javaStore)
      throws StartException {
    required();
    return new TrustStores(environment, this::say).install(file(), javaStore);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Undoes what install did, and removes the files of larder env.")
  int uninstall(
      @Option(names = "--java", paramLabel = "FILE", description = "In Java's cacerts, too.")
          @Nullable Path javaStore) {
    boolean removed = removeTrust(Folders.of(environment).trust());
    int code = new TrustStores(environment, this::say).uninstall(javaStore);
    return removed ? code : ExitCode.FAILED;
  }

  private SigningAuthority required() throws StartException {
    SigningAuthority authority = Authorities.kept(folder());
    if (authority == null) {
      throw new StartException(
          StartException.Cause.SETTINGS,
          "There is no authority in " + folder() + ": larder ca init --intercept=... makes one",
          null);
    }
    return authority;
  }

  private void say(String what) {
    spec.commandLine().getErr().println(what);
  }
}
