package larder.app.admin;

import java.util.List;
import larder.app.statistics.Counts;
import org.jspecify.annotations.Nullable;

/**
 * Commands that run behind a proxy that also serves others; each has a way in of its own. Safe for
 * all threads.
 */
public interface Guests {
  /**
   * Opens a way in for one command. It is closed when the command leaves, or when the process that
   * asked for it ends.
   *
   * @throws NotAdmittedException if it cannot be opened; the message says why and what to do
   */
  Admitted admit(Wish wish) throws NotAdmittedException;

  /**
   * Lets requests under way end, closes the way in, and returns what was counted there; null if the
   * name is unknown.
   */
  @Nullable Counts leave(String name);

  /**
   * What a command asks for.
   *
   * @param arguments options of the command line, such as {@code --intercept=example.org}
   * @param pid of the process that runs the command
   */
  record Wish(List<String> arguments, long pid) {
    public Wish {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A way in.
   *
   * @param name identifies it when it is left
   * @param port on 127.0.0.1
   * @param authority for intercepted hosts (PEM); null if there are none
   */
  record Admitted(String name, int port, @Nullable String authority) {}

  /** No way in was opened; the message is one sentence that says why. */
  final class NotAdmittedException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotAdmittedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
