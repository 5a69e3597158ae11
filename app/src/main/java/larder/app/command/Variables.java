package larder.app.command;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Environment variables that many programs read. */
final class Variables {
  private Variables() {}

  /**
   * The existing files and folders of authorities that OpenSSL would use in place of the system's.
   */
  static List<Path> authorities(Map<String, String> environment) {
    List<Path> paths = new ArrayList<>();
    String file = environment.get("SSL_CERT_FILE");
    if (file != null && !file.isEmpty()) {
      paths.add(Path.of(file));
    }
    String folders = environment.get("SSL_CERT_DIR");
    if (folders != null) {
      for (String folder : folders.split(File.pathSeparator, -1)) {
        if (!folder.isEmpty()) {
          paths.add(Path.of(folder));
        }
      }
    }
    paths.removeIf(path -> !Files.exists(path));
    return paths;
  }

  /** The hosts to reach without a proxy; lower case comes first. */
  static @Nullable String noProxy(Map<String, String> environment) {
    String small = environment.get("no_proxy");
    return small == null ? environment.get("NO_PROXY") : small;
  }
}
