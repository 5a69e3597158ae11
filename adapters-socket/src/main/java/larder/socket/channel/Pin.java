package larder.socket.channel;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Keeps a virtual thread on its carrier thread while this is open, even if it has to wait for a
 * lock.
 *
 * <p>A {@link Carrier} takes locks itself: those of its selector and of the channels registered
 * there. If a virtual thread left its carrier to wait for such a lock, it could become the next
 * owner and need the carrier to run, while the carrier waits behind it for the same lock. So every
 * virtual thread that may take such a lock is pinned: each owner and each waiting thread then has a
 * platform thread, and goes on. The JDK does the same where it passes a virtual thread to a
 * scheduler.
 */
public final class Pin implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("larder.socket");
  private static final MethodHandle NOTHING = MethodHandles.zero(void.class);
  private static final MethodHandle PIN = find("pin");
  private static final MethodHandle UNPIN = find("unpin");
  private static final boolean POSSIBLE = !PIN.equals(NOTHING) && !UNPIN.equals(NOTHING);
  private static final Pin PINNED = new Pin(true);
  private static final Pin NOT_PINNED = new Pin(false);

  private final boolean pinned;

  private Pin(boolean pinned) {
    this.pinned = pinned;
  }

  private static MethodHandle find(String name) {
    try {
      return MethodHandles.lookup()
          .findStatic(
              Class.forName("jdk.internal.vm.Continuation"),
              name,
              MethodType.methodType(void.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.DEBUG, "Virtual threads cannot be pinned: " + e.getMessage());
      return NOTHING;
    }
  }

  /**
   * Whether the JDK lets us pin. If not, threads are not pinned, and our carriers must not run any.
   */
  static boolean isPossible() {
    return POSSIBLE;
  }

  /** Pins the current thread until it closes the result. May be nested. */
  public static Pin hold() {
    if (!POSSIBLE || !Thread.currentThread().isVirtual()) {
      return NOT_PINNED;
    }
    try {
      PIN.invokeExact();
      return PINNED;
    } catch (Throwable e) {
      throw new IllegalStateException("A virtual thread cannot be pinned", e);
    }
  }

  @Override
  public void close() {
    if (!pinned) {
      return;
    }
    try {
      UNPIN.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("A virtual thread cannot be let go", e);
    }
  }
}
