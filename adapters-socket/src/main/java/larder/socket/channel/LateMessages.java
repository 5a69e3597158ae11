package larder.socket.channel;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Where the late messages of one round lie until they leave. For the thread that it belongs to. */
final class LateMessages {
  /** Whatever leaves through the buffer that small messages are put together in. */
  static final int LARGEST = 16 << 10;

  private final int most;
  private @Nullable ByteBuffer memory;
  private @Nullable ByteBuffer leaving;
  private int used;

  /**
   * @param most messages in a round
   */
  LateMessages(int most) {
    this.most = most;
  }

  /**
   * Copies a message.
   *
   * @return where it lies; -1 if there is no room
   */
  int put(ByteBuffer message) {
    int length = message.remaining();
    if (length > LARGEST || used > (most - 1) * LARGEST) {
      return -1;
    }
    ByteBuffer into = memory();
    if (into == null) {
      return -1;
    }
    int at = used;
    into.put(at, message, message.position(), length);
    message.position(message.limit());
    used += length;
    return at;
  }

  private @Nullable ByteBuffer memory() {
    if (memory == null) {
      try {
        memory = ByteBuffer.allocateDirect(most * LARGEST);
        leaving = memory.duplicate();
      } catch (OutOfMemoryError e) { // then it leaves at once
        return null;
      }
    }
    return memory;
  }

  /** What lies there, for whoever has the message leave in its turn: one at a time. */
  ByteBuffer leaving(int at, int length) {
    ByteBuffer all = leaving;
    if (all == null) {
      throw new IllegalStateException("No message lies here");
    }
    return all.limit(at + length).position(at);
  }

  /** The same, for anybody. */
  ByteBuffer copy(int at, int length) {
    ByteBuffer all = memory;
    if (all == null) {
      throw new IllegalStateException("No message lies here");
    }
    return all.slice(at, length);
  }

  /** All have left. */
  void clear() {
    used = 0;
  }
}
