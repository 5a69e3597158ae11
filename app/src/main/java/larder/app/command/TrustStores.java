package larder.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stores of trusted authorities on this machine. Each change is reported, successful or not.
 * Entries have a name of ours, so that they alone can be removed.
 */
final class TrustStores {
  private static final String NAME = "larder-authority";
  private static final Path SYSTEM = Path.of("/usr/local/share/ca-certificates");

  /** Debian's ca-certificates-java adds the system's authorities, but does not remove them. */
  private static final Path DEBIANS_JAVA = Path.of("/etc/ssl/certs/java/cacerts");

  private static final String NAME_IN_DEBIANS_JAVA = "debian:" + NAME + ".pem";
  private static final String KEYTOOL =
      Path.of(System.getProperty("java.home"), "bin", "keytool").toString();

  private final Map<String, String> environment;
  private final Consumer<String> say;
  private final Path system;
  private final Path debiansJava;
  private final Tool tool;

  TrustStores(Map<String, String> environment, Consumer<String> say) {
    this(environment, say, SYSTEM, DEBIANS_JAVA, Tool.INSTALLED);
  }

  TrustStores(
      Map<String, String> environment,
      Consumer<String> say,
      Path system,
      Path debiansJava,
      Tool tool) {
    this.environment = environment;
    this.say = say;
    this.system = system;
    this.debiansJava = debiansJava;
    this.tool = tool;
  }

  /** Returns 0 if all existing stores were changed. */
  int install(Path certificate, @Nullable Path javaStore) {
    boolean done = installInSystem(certificate);
    boolean javaFollowed = isInDebiansJava();
    if (javaFollowed) {
      done &= javaHas(certificate);
    }
    for (Path database : databases()) {
      done &=
          told(
              "NSS database " + database,
              "certutil",
              "-d",
              "sql:" + database,
              "-A",
              "-t",
              "C,,",
              "-n",
              NAME,
              "-i",
              certificate.toString());
    }
    if (javaStore == null) {
      say.accept(
          "Not touched: "
              + (javaFollowed ? "other stores of Java's" : "Java's own stores")
              + " (--java FILE names one)");
    } else {
      done &=
          told(
              "Java's store " + javaStore,
              KEYTOOL,
              "-importcert",
              "-noprompt",
              "-alias",
              NAME,
              "-keystore",
              javaStore.toString(),
              "-storepass",
              "changeit",
              "-file",
              certificate.toString());
    }
    say.accept("Not touched: Firefox profiles, containers, and programs with lists of their own");
    return done ? ExitCode.OK : ExitCode.FAILED;
  }

  private boolean installInSystem(Path certificate) {
    if (!Files.isDirectory(system)) {
      say.accept("Not done: this system has no " + system + "; its own tool has to be used");
      return true;
    }
    Path copy = system.resolve(NAME + ".crt");
    boolean again = Files.exists(copy); // the hooks do not hear of a link that was there before
    try {
      Files.copy(certificate, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      say.accept("Not done: " + copy + " cannot be written; that needs root (sudo)");
      return false;
    }
    return again
        ? told("The system's authorities", "update-ca-certificates", "--fresh")
        : told("The system's authorities", "update-ca-certificates");
  }

  /** If another certificate still has that name, the hook that should replace it has failed. */
  private boolean javaHas(Path certificate) {
    String store = "Java's store " + debiansJava + ", which follows the system's authorities";
    try {
      String listed = tool.run(inDebiansJava("-rfc")).output();
      if (bare(listed).contains(bare(Files.readString(certificate)))) {
        say.accept("Done: " + store);
        return true;
      }
      say.accept(
          "Not done: " + store + ", has another certificate by the name " + NAME_IN_DEBIANS_JAVA);
    } catch (IOException e) {
      say.accept("Not done: " + store + ", cannot be read (" + e.getMessage() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** Without line ends, which each tool places differently. */
  private static String bare(String certificate) {
    return certificate.replaceAll("\\s", "");
  }

  int uninstall(@Nullable Path javaStore) {
    boolean done = uninstallFromSystem();
    if (isInDebiansJava()) {
      done &= deletedFromJava(debiansJava, NAME_IN_DEBIANS_JAVA);
    }
    for (Path database : databases()) {
      if (has(List.of("certutil", "-d", "sql:" + database, "-L", "-n", NAME))) {
        done &=
            told("NSS database " + database, "certutil", "-d", "sql:" + database, "-D", "-n", NAME);
      }
    }
    if (javaStore != null) {
      done &= deletedFromJava(javaStore, NAME);
    }
    return done ? ExitCode.OK : ExitCode.FAILED;
  }

  private boolean isInDebiansJava() {
    return Files.exists(debiansJava) && has(inDebiansJava());
  }

  private List<String> inDebiansJava(String... more) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(KEYTOOL, "-list", "-alias", NAME_IN_DEBIANS_JAVA));
    command.addAll(List.of("-keystore", debiansJava.toString(), "-storepass", "changeit"));
    command.addAll(List.of(more));
    return command;
  }

  private boolean deletedFromJava(Path store, String alias) {
    return told(
        "Java's store " + store,
        KEYTOOL,
        "-delete",
        "-alias",
        alias,
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
  }

  private boolean uninstallFromSystem() {
    Path copy = system.resolve(NAME + ".crt");
    if (!Files.exists(copy)) {
      say.accept("Nothing to undo: there is no " + copy);
      return true;
    }
    try {
      Files.delete(copy);
    } catch (IOException e) {
      say.accept("Not done: " + copy + " cannot be deleted; that needs root (sudo)");
      return false;
    }
    return told("The system's authorities", "update-ca-certificates", "--fresh");
  }

  /** The existing databases of this user; Chromium and Chrome read the first. */
  private List<Path> databases() {
    List<Path> found = new ArrayList<>();
    String home = environment.get("HOME");
    if (home != null) {
      for (String place : List.of(".pki/nssdb", ".local/share/pki/nssdb")) {
        Path database = Path.of(home, place);
        if (Files.isDirectory(database)) {
          found.add(database);
        }
      }
      if (found.isEmpty()) {
        say.accept("Not done: there is no NSS database of yours in " + home + "/.pki/nssdb");
      }
    }
    return found;
  }

  private boolean told(String what, String... command) {
    try {
      Tool.Ended ended = tool.run(List.of(command));
      if (ended.exitCode() == 0) {
        say.accept("Done: " + what);
        return true;
      }
      say.accept("Not done: " + what + " (" + name(command) + " said: " + ended.output() + ")");
    } catch (IOException e) {
      say.accept("Not done: " + what + ", for there is no " + name(command));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static Path name(String[] command) {
    return Path.of(command[0]).getFileName();
  }

  private boolean has(List<String> command) {
    try {
      return tool.run(command).exitCode() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
