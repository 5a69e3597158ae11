package larder.app.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables of the environment that many programs read, and that have two names. */
final class Variables {
  private Variables() {}

  /** What is asked for without a proxy; small letters count first. */
  static @Nullable String noProxy(Map<String, String> environment) {
    String small = environment.get("no_proxy");
    return small == null ? environment.get("NO_PROXY") : small;
  }
}
