package larder.app.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The folders where each system keeps a program's caches, configuration and data. */
final class Folders {
  private final String system;
  private final @Nullable Path home;
  private final Map<String, String> environment;

  private Folders(String system, @Nullable Path home, Map<String, String> environment) {
    this.system = system;
    this.home = home;
    this.environment = environment;
  }

  static Folders of(Map<String, String> environment) {
    return of(System.getProperty("os.name", ""), System.getProperty("user.home", ""), environment);
  }

  /**
   * @param known the home folder as Java knows it; a question mark if the system does not know the
   *     user
   */
  static Folders of(String system, String known, Map<String, String> environment) {
    String name = system.toLowerCase(Locale.ROOT);
    return new Folders(name, home(name, known, environment), environment);
  }

  /** HOME comes first: in a container it is right even if the system's list of users is not. */
  private static @Nullable Path home(String system, String known, Map<String, String> environment) {
    if (isWindows(system)) {
      return Path.of(known);
    }
    String said = environment.get("HOME");
    if (isAbsolute(said)) {
      return Path.of(said);
    }
    return isAbsolute(known) && Files.isDirectory(Path.of(known)) ? Path.of(known) : null;
  }

  private static boolean isWindows(String system) {
    return system.contains("windows");
  }

  /** Data that can be lost. */
  Path cache() {
    return place("XDG_CACHE_HOME", "LOCALAPPDATA", "Library/Caches", ".cache", "--cache-dir");
  }

  /** The configuration. */
  Path config() {
    return place(
        "XDG_CONFIG_HOME",
        "APPDATA",
        "Library/Application Support",
        ".config",
        "the file with --auth");
  }

  private Path data() {
    return place(
        "XDG_DATA_HOME",
        "LOCALAPPDATA",
        "Library/Application Support",
        ".local/share",
        "the variable XDG_DATA_HOME");
  }

  /** The folder of the authority for intercepted hosts: never in the cache. */
  Path authority() {
    return data().resolve("ca");
  }

  /** The folder of the files by which programs trust that authority. */
  Path trust() {
    return data().resolve("trust");
  }

  /**
   * @param xdg the variable for it on any system
   * @param windows the variable for it on Windows
   * @param otherwise the option to give if no folder is known
   */
  private Path place(String xdg, String windows, String mac, String others, String otherwise) {
    String named = environment.get(xdg);
    if (isAbsolute(named)) {
      return Path.of(named).resolve("larder");
    }
    String ofWindows = environment.get(windows);
    if (isWindows(system) && isAbsolute(ofWindows)) {
      return Path.of(ofWindows).resolve("larder");
    }
    if (home == null) {
      throw new NoHomeException(otherwise);
    }
    return home.resolve(system.contains("mac") ? mac : others).resolve("larder");
  }

  /** Relative paths must be ignored (XDG base directory specification), and so is what is none. */
  private static boolean isAbsolute(@Nullable String path) {
    try {
      return path != null && !path.isEmpty() && Path.of(path).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Shown for a folder that does not exist. */
  static final String NONE = "none without HOME";

  /** For the help, which works without a home folder, too. */
  static String shown(Supplier<Path> place) {
    try {
      return place.get().toString();
    } catch (NoHomeException e) {
      return NONE;
    }
  }

  /** No folder is known; the message is a sentence. */
  static final class NoHomeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NoHomeException(String otherwise) {
      super("There is no home folder to keep this in: set HOME, or give " + otherwise);
    }
  }
}
