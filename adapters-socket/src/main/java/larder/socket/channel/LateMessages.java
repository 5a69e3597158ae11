package larder.socket.channel;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Memory for the late messages of one round. For the thread that it belongs to. */
final class LateMessages {
  /** The size of the buffer in which small messages are built. */
  static final int LARGEST = 16 << 10;

  private final int most;
  private @Nullable ByteBuffer memory;
  private @Nullable ByteBuffer leaving;
  private int used;

  /**
   * @param most the most messages in a round
   */
  LateMessages(int most) {
    this.most = most;
  }

  /**
   * Copies a message.
   *
   * @return its position; -1 if there is no room
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
      } catch (OutOfMemoryError e) { // the message then leaves at once
        return null;
      }
    }
    return memory;
  }

  /** The message at that position, in a view that all callers share: for one caller at a time. */
  ByteBuffer leaving(int at, int length) {
    ByteBuffer all = leaving;
    if (all == null) {
      throw new IllegalStateException("No message lies here");
    }
    return all.limit(at + length).position(at);
  }

  /** The message at that position, in a view of its own: for any caller. */
  ByteBuffer copy(int at, int length) {
    ByteBuffer all = memory;
    if (all == null) {
      throw new IllegalStateException("No message lies here");
    }
    return all.slice(at, length);
  }

  /** Called when all messages have left. */
  void clear() {
    used = 0;
  }
}
