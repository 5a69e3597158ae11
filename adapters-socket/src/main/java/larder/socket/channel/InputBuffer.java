package larder.socket.channel;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one input reads into; between messages it is nothing. The first of a client's message comes
 * into a small buffer, or a roomy one once a message did not fit; that of an origin's into one of
 * the usual size, or a small one in a rush. While a message comes it is one of the usual size, or a
 * large one if there is more at a time than fits. For one thread at a time.
 */
final class InputBuffer {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final ContentBuffers buffers;
  private final @Nullable Pool<ByteBuffer> firsts;
  private ByteBuffer current = NONE;
  private Size size = Size.NONE;
  private boolean filled;

  /** How much fits into a small one. */
  private int room;

  /** The most that was read at once since the last message, and whether that was too much. */
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
   * @param firsts has small ones for the first of a message; null: it is a usual one
   */
  InputBuffer(ContentBuffers buffers, @Nullable Pool<ByteBuffer> firsts) {
    this.buffers = buffers;
    this.firsts = firsts;
  }

  /** With what was read and not yet taken, between position and limit. */
  ByteBuffer current() {
    return current;
  }

  /** Gives back what is borrowed. Only when nothing is unread. */
  void rest() {
    giveBack();
    if (most > 0) {
      outgrown = most > room;
      most = 0;
    }
  }

  /** Whether the first of a client's message comes into it. */
  boolean isForFirst() {
    return size == Size.FIRST || size == Size.ROOMY;
  }

  /** Empty, to be read into. Only when nothing is unread. */
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
    current = usual == null ? buffers.takeSmall() : usual; // first: it needs memory
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
