package larder.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import larder.access.InterceptedHosts;
import larder.app.Authorities;
import larder.app.StartException;
import larder.app.run.TrustFolder;
import larder.tls.AuthorityFolder;
import larder.tls.Scope;
import larder.tls.SigningAuthority;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code larder ca}: the authority for intercepted hosts. */
final class CaCommand extends Command {
  private final Map<String, String> environment;

  CaCommand(Map<String, String> environment) {
    super("ca", "Manages the authority that clients have to trust where HTTPS is intercepted.");
    this.environment = environment;
    spec()
        .usageMessage()
        .synopsisSubcommandLabel("(init | path | show | rotate | install | uninstall)")
        .footer(
            "",
            "@|bold Examples|@",
            "  larder ca init --intercept=packages.example.org,*.cdn.example",
            "  curl --cacert \"$(larder ca path)\" -x http://127.0.0.1:3128"
                + " https://packages.example.org/",
            "  sudo XDG_DATA_HOME=\"$HOME/.local/share\" larder ca install",
            "  larder ca install      # without sudo: for Chromium, which asks the user's database",
            "",
            "larder run needs none of this: it tells its command whom to trust.");
    Hosts first = new Hosts();
    add("init", () -> init(first), "Makes an authority, unless there is one.").with(first);
    add("path", this::path, "Prints the path of the certificate that clients have to trust.");
    add(
        "show",
        this::show,
        "Says for which hosts it vouches, and until when; prints its certificate.");
    Hosts next = new Hosts();
    add(
            "rotate",
            () -> rotate(next),
            "Replaces it with a new one, which clients have to trust in its place.")
        .with(next);
    JavaStore told = new JavaStore("Java's cacerts, too.");
    add(
            "install",
            () -> install(told.file.get()),
            "Makes this machine trust it: the system's authorities (Debian; needs root), and"
                + " Chromium's and other NSS databases of this user.",
            "Java's store only with --java.")
        .with(told);
    JavaStore toldBefore = new JavaStore("In Java's cacerts, too.");
    add(
            "uninstall",
            () -> uninstall(toldBefore.file.get()),
            "Undoes what install did, and removes the files of larder env.")
        .with(toldBefore);
  }

  private Added add(String name, Callable<Integer> does, String... description) {
    CommandSpec command = described(name, does, description);
    spec().addSubcommand(name, command);
    return new Added(command);
  }

  /** A subcommand. */
  private record Added(CommandSpec command) {
    void with(OptionGroup options) {
      options.addTo(command);
    }
  }

  /** The hosts that the authority is for. */
  private static final class Hosts extends OptionGroup {
    private final Choice<@Nullable String> named =
        optional(
            String.class,
            OptionSpec.builder("--intercept")
                .paramLabel("HOSTS")
                .description(
                    "The hosts that it may vouch for, as for --intercept of the proxy, or all: it"
                        + " can never be used for others. Default of rotate: those of the old"
                        + " one."));

    private Hosts() {
      super("HTTPS");
    }
  }

  /** Whether to add the authority to a store of Java's, too. */
  private static final class JavaStore extends OptionGroup {
    private final Choice<@Nullable Path> file;

    private JavaStore(String description) {
      super("HTTPS");
      file = file(OptionSpec.builder("--java").paramLabel("FILE").description(description));
    }
  }

  @Override
  public Integer call() {
    throw wrong("Say what to do: init, path, show, rotate, install or uninstall");
  }

  private Path folder() {
    return Folders.of(environment).authority();
  }

  private int init(Hosts hosts) throws StartException {
    SigningAuthority kept = Authorities.kept(folder());
    if (kept != null) {
      say("There is an authority already, for " + kept.scope() + ": larder ca rotate replaces it");
      return ExitCode.FAILED;
    }
    return made(Authorities.scope(chosen(hosts)));
  }

  private int rotate(Hosts hosts) throws StartException {
    SigningAuthority kept = hosts.named.get() == null ? Authorities.kept(folder()) : null;
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

  /** Shells that ran {@code larder env} still read its files. */
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

  /** Returns whether none of the files are left. */
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
    String text = hosts.named.get();
    List<String> named = List.of((text == null ? "" : text).split(",", -1));
    try {
      InterceptedHosts chosen = InterceptOptions.hosts(named, List.of());
      if (chosen.isEmpty()) {
        throw new IllegalArgumentException(
            "Say for which hosts: --intercept=example.org,*.cdn.example, or --intercept=all");
      }
      return chosen;
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Path file() {
    return new AuthorityFolder(folder()).certificateFile();
  }

  private int path() throws StartException {
    required();
    out().println(file());
    return ExitCode.OK;
  }

  private int show() throws StartException {
    SigningAuthority authority = required();
    PrintWriter out = out();
    out.println("Vouches for  " + authority.scope());
    out.println("Until        " + authority.expiresAt());
    out.println("SHA-256      " + authority.fingerprint());
    out.println("File         " + file());
    out.println();
    out.print(authority.pem());
    out.flush();
    return ExitCode.OK;
  }

  private int install(@Nullable Path javaStore) throws StartException {
    required();
    return new TrustStores(environment, this::say).install(file(), javaStore);
  }

  private int uninstall(@Nullable Path javaStore) {
    boolean removed = removeTrust(Folders.of(environment).trust());
    int code = new TrustStores(environment, this::say).uninstall(javaStore);
    return removed ? code : ExitCode.FAILED;
  }

  private SigningAuthority required() throws StartException {
    SigningAuthority authority = Authorities.kept(folder());
    if (authority == null) {
      throw new StartException(
          StartException.Cause.SETTINGS,
          "There is no authority in " + folder() + ": " + instead(),
          null);
    }
    return authority;
  }

  /** Root's authority is of no use to the proxy of another user. */
  private String instead() {
    String user = environment.getOrDefault("SUDO_USER", "");
    return user.isEmpty() || user.equals("root")
        ? "larder ca init --intercept=... makes one"
        : "name the folder that "
            + user
            + "'s is below, with sudo XDG_DATA_HOME=... larder ca (usually ~"
            + user
            + "/.local/share)";
  }

  private void say(String what) {
    err().println(what);
  }
}
