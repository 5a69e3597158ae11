package larder.socket.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import larder.http.BodySink;
import larder.http.OpenFile;
import larder.http.TransferException;

/** A source of bytes that arrive in given pieces, and a target that records them. */
final class Bytes {
  private Bytes() {}

  static ByteBuffer of(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  /** Supplies those pieces, one after the other, and then the end. */
  static ByteSource source(String... pieces) {
    return new ByteSource() {
      private int next;
      private ByteBuffer unread = ByteBuffer.allocate(0);

      @Override
      public ByteBuffer unread() {
        return unread;
      }

      @Override
      public boolean fill() {
        if (next == pieces.length) {
          return false;
        }
        unread = of(pieces[next++]);
        return true;
      }
    };
  }

  /** The text, whole and cut at each of its positions in turn. */
  static List<ByteSource> everyWay(String text) {
    List<ByteSource> ways = new ArrayList<>();
    ways.add(source(text));
    ways.add(source(text.split("", -1)));
    for (int i = 1; i < text.length(); i++) {
      ways.add(source(text.substring(0, i), text.substring(i)));
    }
    return ways;
  }

  /** All remaining bytes. */
  static String rest(ByteSource source) throws TransferException {
    StringBuilder rest = new StringBuilder();
    do {
      rest.append(ISO_8859_1.decode(source.unread()));
    } while (source.fill());
    return rest.toString();
  }

  /** Records all writes, call by call. */
  static final class Target implements ByteTarget, BodySink {
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private int writes;
    private int lasts;

    @Override
    public void writeLast(ByteBuffer bytes) {
      lasts++;
      write(bytes);
    }

    @Override
    public void write(ByteBuffer bytes) {
      writes++;
      take(bytes);
    }

    @Override
    public void write(ByteBuffer[] bytes) {
      writes++;
      for (ByteBuffer one : bytes) {
        take(one);
      }
    }

    private void take(ByteBuffer bytes) {
      while (bytes.hasRemaining()) {
        all.write(bytes.get());
      }
    }

    @Override
    public boolean takesUnread() {
      return true;
    }

    @Override
    public long transfer(OpenFile file, long position, long count) {
      writes++;
      return file.transferTo(Channels.newChannel(all), position, count);
    }

    /** How many of the writes were the last of a message. */
    int lasts() {
      return lasts;
    }

    int writes() {
      return writes;
    }

    @Override
    public String toString() {
      return all.toString(ISO_8859_1);
    }
  }
}
