package larder.socket.wire;

import java.nio.ByteBuffer;
import larder.http.TransferException;

/** Where the bytes of messages come from. For one thread at a time. */
public interface ByteSource {
  /**
   * The bytes that are there and unread, between position and limit. They are the reader's, who may
   * move them about.
   */
  ByteBuffer unread();

  /**
   * Waits for more. Only when nothing is unread.
   *
   * @return false when the sender has ended
   */
  boolean fill() throws TransferException;
}
