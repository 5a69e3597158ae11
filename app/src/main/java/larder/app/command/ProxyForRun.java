package larder.app.command;

import java.util.List;
import larder.app.StartException;
import larder.app.statistics.Counts;
import org.jspecify.annotations.Nullable;

/** What a command runs behind. */
interface ProxyForRun extends AutoCloseable {
  /** On 127.0.0.1. */
  int port();

  /** Who vouches for hosts that are read (PEM); null if none are. */
  @Nullable String authority();

  /** What the user should know about it, once the command has ended. */
  List<String> remarks();

  /**
   * Lets what is under way end: what was counted for this command alone.
   *
   * @throws StartException if that cannot be known any more
   */
  Counts conclude() throws StartException;

  @Override
  void close();
}
