package larder.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "larder " + number(),
      "Java " + Runtime.version() + " on " + System.getProperty("os.name", "an unknown system")
    };
  }

  /** The version that the build recorded. */
  static String number() {
    try (InputStream resource = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      if (resource != null) {
        properties.load(resource);
      }
      return properties.getProperty("version", "(not built by Maven)");
    } catch (IOException e) {
      return "(unreadable)";
    }
  }
}
