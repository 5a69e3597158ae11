package larder.socket.channel;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one input reads into. Who has a small buffer waits for messages with that, or with a roomy
 * one once a message did not fit; who has none waits with nothing, and once it reads, with a
 * borrowed one: of the usual size, or small in a rush. While a message comes it is one of the usual
 * size, or a large one if there is more at a time than fits. For one thread at a time.
 */
final class InputBuffer {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final ContentBuffers buffers;
  private final @Nullable ByteBuffer small;
  private ByteBuffer current = NONE;
  private Size size = Size.WAITING;
  private boolean first = true;
  private boolean filled;

  /** The most that was read at once since the last message, and whether that was too much. */
  private int most;

  private boolean outgrown;

  private enum Size {
    WAITING,
    SMALL,
    ROOMY,
    USUAL,
    LARGE
  }

  /**
   * @param small to wait with; or null to wait with a usual one, or one that is borrowed for it
   */
  InputBuffer(ContentBuffers buffers, @Nullable ByteBuffer small) {
    this.buffers = buffers;
    this.small = small;
  }

  /** With what was read and not yet taken, between position and limit. */
  ByteBuffer current() {
    return current;
  }

  /** Gives back what is borrowed. Only when nothing is unread. */
  void rest() {
    if (small != null && most > 0) {
      outgrown = most > small.capacity();
      most = 0;
    }
    giveBack();
    current = small == null ? NONE : small.clear().limit(0);
    first = true;
  }

  /** Whether it is one that a client's messages are waited with. */
  boolean isToWait() {
    return size == Size.WAITING || size == Size.ROOMY;
  }

  /** Empty, to be read into. Only when nothing is unread. */
  ByteBuffer forReading() {
    switch (size) {
      case WAITING -> {
        if (small == null) {
          borrowToWait();
        } else if (!first) {
          borrowUsual();
        } else if (outgrown) {
          tryRoomy();
        }
      }
      case SMALL, ROOMY -> borrowUsual();
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
    first = false;
    return current.clear();
  }

  /** It was read into. */
  void wasRead() {
    current.flip();
    filled = current.remaining() >= buffers.size();
    most = Math.max(most, current.remaining());
  }

  /**
   * The next larger one, with what the present one has, to be read on into; null unless that is
   * full, so that more has come most likely, or if there is none.
   */
  @Nullable ByteBuffer grown() {
    if (current.remaining() < current.capacity()) {
      return null;
    }
    ByteBuffer larger =
        switch (size) {
          case WAITING, ROOMY -> current.capacity() < buffers.size() ? buffers.take() : null;
          case USUAL -> buffers.borrowLarge();
          case SMALL, LARGE -> null;
        };
    if (larger == null) {
      return null;
    }
    Size grown = isToWait() ? Size.USUAL : Size.LARGE;
    larger.clear().put(current);
    giveBack();
    current = larger;
    size = grown;
    return larger;
  }

  private void borrowToWait() {
    ByteBuffer usual = buffers.takeToWait();
    size = usual == null ? Size.SMALL : Size.USUAL;
    current = usual == null ? buffers.takeSmall() : usual;
  }

  private void tryRoomy() {
    ByteBuffer roomy = buffers.takeRoomy();
    if (roomy != null) {
      current = roomy;
      size = Size.ROOMY;
    }
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
      case WAITING -> {}
      case SMALL -> buffers.giveSmall(current);
      case ROOMY -> buffers.giveRoomy(current);
      case USUAL -> buffers.give(current);
      case LARGE -> buffers.giveBackLarge(current);
    }
    size = Size.WAITING;
    current = NONE;
  }
}
