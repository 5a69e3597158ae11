package larder.socket.wire;

import java.nio.ByteBuffer;
import larder.http.TransferException;

/** The source of a message's bytes. For one thread at a time. */
public interface ByteSource {
  /**
   * The received, unread bytes, between position and limit. The reader may move them within the
   * buffer.
   */
  ByteBuffer unread();

  /**
   * Waits for more bytes. Only when none are unread.
   *
   * @return false if the sender has ended
   */
  boolean fill() throws TransferException;
}
