package larder.app.admin;

import java.util.List;
import larder.app.statistics.Counts;
import org.jspecify.annotations.Nullable;

/**
 * Commands that run behind a proxy that serves others too, each by a way in of its own. Safe for
 * all threads.
 */
public interface Guests {
  /**
   * Opens a way in for one command. It is closed when the command leaves, or when the process that
   * asks for it has ended.
   *
   * @throws NotAdmittedException if that cannot be; the message says why and what to do
   */
  Admitted admit(Wish wish) throws NotAdmittedException;

  /**
   * Lets what is under way end, closes the way in, and says what was counted there; null if there
   * is none of that name.
   */
  @Nullable Counts leave(String name);

  /**
   * What is wanted.
   *
   * @param arguments options of the command line, as in {@code --intercept=example.org}
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
   * @param name by which it is left again
   * @param port on 127.0.0.1
   * @param authority who vouches for hosts that are read (PEM); null if none are
   */
  record Admitted(String name, int port, @Nullable String authority) {}

  /** No way in: one sentence that says why. */
  final class NotAdmittedException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotAdmittedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
