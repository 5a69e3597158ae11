package larder.app.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The places where each system keeps what a program can do without, and what it is told. */
record Folders(Path cache, Path config, Path data) {
  static Folders of(Map<String, String> environment) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Path home = Path.of(System.getProperty("user.home", "."));
    return new Folders(
        cache(system, home, environment).resolve("larder"),
        config(system, home, environment).resolve("larder"),
        data(system, home, environment).resolve("larder"));
  }

  private static Path config(String system, Path home, Map<String, String> environment) {
    String xdg = environment.get("XDG_CONFIG_HOME");
    if (isAbsolute(xdg)) {
      return Path.of(xdg);
    }
    if (system.contains("mac")) {
      return home.resolve("Library").resolve("Application Support");
    }
    String roaming = environment.get("APPDATA");
    if (system.contains("windows") && isAbsolute(roaming)) {
      return Path.of(roaming);
    }
    return home.resolve(".config");
  }

  private static Path data(String system, Path home, Map<String, String> environment) {
    String xdg = environment.get("XDG_DATA_HOME");
    if (isAbsolute(xdg)) {
      return Path.of(xdg);
    }
    if (system.contains("mac")) {
      return home.resolve("Library").resolve("Application Support");
    }
    String local = environment.get("LOCALAPPDATA");
    if (system.contains("windows") && isAbsolute(local)) {
      return Path.of(local);
    }
    return home.resolve(".local").resolve("share");
  }

  /** Where the authority for intercepted hosts is kept: never in the cache. */
  Path authority() {
    return data.resolve("ca");
  }

  /** Where the files are by which programs trust that authority. */
  Path trust() {
    return data.resolve("trust");
  }

  private static Path cache(String system, Path home, Map<String, String> environment) {
    String xdg = environment.get("XDG_CACHE_HOME");
    if (isAbsolute(xdg)) {
      return Path.of(xdg);
    }
    if (system.contains("mac")) {
      return home.resolve("Library").resolve("Caches");
    }
    String local = environment.get("LOCALAPPDATA");
    if (system.contains("windows") && isAbsolute(local)) {
      return Path.of(local);
    }
    return home.resolve(".cache");
  }

  /** A relative path is to be ignored (XDG base directory specification). */
  private static boolean isAbsolute(@Nullable String path) {
    return path != null && !path.isEmpty() && Path.of(path).isAbsolute();
  }
}
