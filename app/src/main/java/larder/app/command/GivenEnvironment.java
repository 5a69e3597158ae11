package larder.app.command;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment as the launcher found it: where there was no locale, it set one for Java. */
final class GivenEnvironment {
  /** The variable that the launcher changed, an equals sign, and the value that it had. */
  private static final String CHANGED = "larder.locale";

  private GivenEnvironment() {}

  static Map<String, String> ofThisProcess() {
    return of(System.getenv(), System.getProperty(CHANGED));
  }

  /**
   * @param changed as in the property; null if nothing was changed. A variable that was empty
   *     counts as one that was not there.
   */
  static Map<String, String> of(Map<String, String> environment, @Nullable String changed) {
    int equals = changed == null ? -1 : changed.indexOf('=');
    if (changed == null || equals < 0) {
      return environment;
    }
    Map<String, String> given = new HashMap<>(environment);
    String value = changed.substring(equals + 1);
    if (value.isEmpty()) {
      given.remove(changed.substring(0, equals));
    } else {
      given.put(changed.substring(0, equals), value);
    }
    return Map.copyOf(given);
  }
}
