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
 * The places where this machine keeps whom it trusts. Each is told about, done or not; what was
 * done goes by a name of ours, so that it can be undone and nothing else is.
 */
final class TrustStores {
  private static final String NAME = "larder-authority";
  private static final Path SYSTEM = Path.of("/usr/local/share/ca-certificates");

  private final Map<String, String> environment;
  private final Consumer<String> say;
  private final Path system;
  private final Tool tool;

  TrustStores(Map<String, String> environment, Consumer<String> say) {
    this(environment, say, SYSTEM, Tool.INSTALLED);
  }

  TrustStores(Map<String, String> environment, Consumer<String> say, Path system, Tool tool) {
    this.environment = environment;
    this.say = say;
    this.system = system;
    this.tool = tool;
  }

  /** 0 if all that is there was told. */
  int install(Path certificate, @Nullable Path javaStore) {
    boolean done = installInSystem(certificate);
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
      say.accept("Not touched: Java's own stores (--java FILE names one)");
    } else {
      done &=
          told(
              "Java's store " + javaStore,
              "keytool",
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
    try {
      Files.copy(certificate, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      say.accept("Not done: " + copy + " cannot be written; that needs root (sudo)");
      return false;
    }
    return told("The system's authorities", "update-ca-certificates");
  }

  int uninstall(@Nullable Path javaStore) {
    boolean done = uninstallFromSystem();
    for (Path database : databases()) {
      if (has("certutil", "-d", "sql:" + database, "-L", "-n", NAME)) {
        done &=
            told("NSS database " + database, "certutil", "-d", "sql:" + database, "-D", "-n", NAME);
      }
    }
    if (javaStore != null) {
      done &=
          told(
              "Java's store " + javaStore,
              "keytool",
              "-delete",
              "-alias",
              NAME,
              "-keystore",
              javaStore.toString(),
              "-storepass",
              "changeit");
    }
    return done ? ExitCode.OK : ExitCode.FAILED;
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

  /** Those of this user that are there: Chromium and Chrome read the first. */
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
      say.accept("Not done: " + what + " (" + command[0] + " said: " + ended.output() + ")");
    } catch (IOException e) {
      say.accept("Not done: " + what + ", for there is no " + command[0]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private boolean has(String... command) {
    try {
      return tool.run(List.of(command)).exitCode() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
