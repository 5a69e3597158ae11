package larder.socket.listener;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The message with which a client begins TLS (RFC 8446, section 4.1.2).
 *
 * @param serverName the host that the client asks for (RFC 6066, section 3); null if it names none
 * @param protocols the protocols that the client offers to speak inside (RFC 7301), most preferred
 *     first; empty if it offers none
 */
record ClientHello(@Nullable String serverName, List<String> protocols) {
  /** The most bytes that we read to get all of it; post-quantum keys make it large. */
  static final int LARGEST = 32 << 10;

  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int PROTOCOLS = 16;
  private static final int RECORD_HEAD = 5;

  ClientHello {
    protocols = List.copyOf(protocols);
  }

  /** What the first bytes of a connection are. */
  sealed interface Reading {
    /** Perhaps the beginning of a ClientHello. */
    record Incomplete() implements Reading {}

    /** Not TLS, or not readable as a ClientHello. */
    record NotTls() implements Reading {}

    record Read(ClientHello hello) implements Reading {}
  }

  private static final Reading INCOMPLETE = new Reading.Incomplete();
  private static final Reading NOT_TLS = new Reading.NotTls();

  /**
   * Examines the bytes received so far, and leaves the buffer as it is.
   *
   * @param received the bytes between position and limit
   */
  static Reading read(ByteBuffer received) {
    ByteBuffer message = ByteBuffer.allocate(received.remaining());
    ByteBuffer records = received.duplicate();
    while (records.hasRemaining()) {
      if (records.get(records.position()) != HANDSHAKE
          || (records.remaining() > 1 && records.get(records.position() + 1) != 3)) {
        return NOT_TLS;
      }
      if (records.remaining() < RECORD_HEAD) {
        break;
      }
      int length = records.getShort(records.position() + 3) & 0xffff;
      records.position(records.position() + RECORD_HEAD);
      int there = Math.min(length, records.remaining());
      message.put(records.slice(records.position(), there));
      records.position(records.position() + there);
      Reading reading = readMessage(message.duplicate().flip());
      if (!(reading instanceof Reading.Incomplete)) {
        return reading;
      }
    }
    return INCOMPLETE;
  }

  private static Reading readMessage(ByteBuffer message) {
    if (message.remaining() < 4) {
      return INCOMPLETE;
    }
    int head = message.getInt();
    int length = head & 0xffffff;
    if (head >>> 24 != CLIENT_HELLO || length > LARGEST) {
      return NOT_TLS;
    }
    if (message.remaining() < length) {
      return INCOMPLETE;
    }
    try {
      return new Reading.Read(readHello(message.slice(message.position(), length)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return NOT_TLS;
    }
  }

  private static ClientHello readHello(ByteBuffer hello) {
    hello.position(34); // version and random
    next(hello, 1); // session
    next(hello, 2); // cipher suites
    next(hello, 1); // compression
    String name = null;
    List<String> protocols = new ArrayList<>();
    if (hello.hasRemaining()) {
      ByteBuffer extensions = next(hello, 2);
      while (extensions.hasRemaining()) {
        int type = extensions.getShort(extensions.position()) & 0xffff;
        extensions.position(extensions.position() + 2);
        ByteBuffer content = next(extensions, 2);
        if (type == SERVER_NAME) {
          name = name(next(content, 2));
        } else if (type == PROTOCOLS) {
          ByteBuffer list = next(content, 2);
          while (list.hasRemaining()) {
            protocols.add(text(next(list, 1)));
          }
        }
      }
    }
    return new ClientHello(name, protocols);
  }

  private static @Nullable String name(ByteBuffer list) {
    int type = list.get(list.position());
    list.position(list.position() + 1);
    return type == 0 ? text(next(list, 2)) : null;
  }

  /** Takes the bytes that follow a length field of one or two bytes. */
  private static ByteBuffer next(ByteBuffer from, int lengthBytes) {
    int at = from.position();
    int length = lengthBytes == 1 ? from.get(at) & 0xff : from.getShort(at) & 0xffff;
    ByteBuffer bytes = from.slice(at + lengthBytes, length);
    from.position(at + lengthBytes + length);
    return bytes;
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes).toString();
  }
}
