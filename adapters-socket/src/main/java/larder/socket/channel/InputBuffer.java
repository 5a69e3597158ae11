package larder.socket.channel;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The buffer of one input; none between messages. The first bytes of a client's message go into a
 * small buffer, or into a roomy one after a message did not fit; those of an origin's message go
 * into a usual buffer, or into a small one in a rush. The rest of a message goes into a usual
 * buffer, or into a large one if more arrives at a time than fits. For one thread at a time.
 */
final class InputBuffer {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final ContentBuffers buffers;
  private final @Nullable Pool<ByteBuffer> firsts;
  private ByteBuffer current = NONE;
  private Size size = Size.NONE;
  private boolean filled;

  /** The room in a small buffer. */
  private int room;

  /**
   * The most bytes read at once since the last message, and whether the last message did not fit.
   */
  private int most;

  private boolean outgrown;

  private enum Size {
    NONE,
    FIRST,
    SMALL,
    ROOMY,
    USUAL,
    LARGE
  }

  /**
   * @param firsts lends small buffers for the first bytes of a message; null: usual ones
   */
  InputBuffer(ContentBuffers buffers, @Nullable Pool<ByteBuffer> firsts) {
    this.buffers = buffers;
    this.firsts = firsts;
  }

  /** The buffer; the unread bytes lie between position and limit. */
  ByteBuffer current() {
    return current;
  }

  /** Gives the borrowed buffer back. Only when nothing is unread. */
  void rest() {
    giveBack();
    if (most > 0) {
      outgrown = most > room;
      most = 0;
    }
  }

  /** Whether it is a buffer for the first bytes of a client's message. */
  boolean isForFirst() {
    return size == Size.FIRST || size == Size.ROOMY;
  }

  /** Returns an empty buffer to read into. Only when nothing is unread. */
  ByteBuffer forReading() {
    switch (size) {
      case NONE -> borrowFirst();
      case FIRST, SMALL, ROOMY -> borrowUsual();
      case USUAL -> {
        if (filled) {
          tryLarge();
        }
      }
      case LARGE -> {
        if (!filled) {
          borrowUsual();
        }
      }
    }
    return current.clear();
  }

  /** Called when bytes were read into the buffer. */
  void wasRead() {
    current.flip();
    filled = current.remaining() >= buffers.size();
    most = Math.max(most, current.remaining());
  }

  /**
   * Moves the bytes to the next larger buffer and returns that, to read on; null if the present one
   * is not full, so that most likely nothing more has come, or there is no larger one.
   */
  @Nullable ByteBuffer grown() {
    if (current.remaining() < current.capacity()) {
      return null;
    }
    ByteBuffer larger =
        switch (size) {
          case FIRST, ROOMY -> current.capacity() < buffers.size() ? buffers.take() : null;
          case USUAL -> buffers.borrowLarge();
          case NONE, SMALL, LARGE -> null;
        };
    if (larger == null) {
      return null;
    }
    Size grown = isForFirst() ? Size.USUAL : Size.LARGE;
    larger.clear().put(current);
    giveBack();
    current = larger;
    size = grown;
    return larger;
  }

  private void borrowFirst() {
    if (firsts == null) {
      borrowUsualInARush();
    } else if (!outgrown || !tryRoomy()) {
      current = firsts.take();
      room = current.capacity();
      size = Size.FIRST;
    }
  }

  private void borrowUsualInARush() {
    ByteBuffer usual = buffers.takeToWait();
    current = usual == null ? buffers.takeSmall() : usual; // first, because it needs memory
    size = usual == null ? Size.SMALL : Size.USUAL;
  }

  private boolean tryRoomy() {
    ByteBuffer roomy = buffers.takeRoomy();
    if (roomy == null) {
      return false;
    }
    current = roomy;
    size = Size.ROOMY;
    return true;
  }

  private void borrowUsual() {
    giveBack();
    current = buffers.take();
    size = Size.USUAL;
  }

  private void tryLarge() {
    ByteBuffer large = buffers.borrowLarge();
    if (large != null) {
      giveBack();
      current = large;
      size = Size.LARGE;
    }
  }

  private void giveBack() {
    switch (size) {
      case NONE -> {}
      case FIRST -> Objects.requireNonNull(firsts).give(current);
      case SMALL -> buffers.giveSmall(current);
      case ROOMY -> buffers.giveRoomy(current);
      case USUAL -> buffers.give(current);
      case LARGE -> buffers.giveBackLarge(current);
    }
    size = Size.NONE;
    current = NONE;
  }
}
