package larder.app.command;

import java.util.List;
import larder.app.StartException;
import larder.app.statistics.Counts;
import org.jspecify.annotations.Nullable;

/** The proxy that a command runs behind. */
interface ProxyForRun extends AutoCloseable {
  /** On 127.0.0.1. */
  int port();

  /** The authority for intercepted hosts (PEM); null if there are none. */
  @Nullable String authority();

  /** What the user should know about it after the command has ended. */
  List<String> remarks();

  /**
   * Lets requests under way end, and returns the counts for this command only.
   *
   * @throws StartException if the counts are not available
   */
  Counts conclude() throws StartException;

  @Override
  void close();
}
