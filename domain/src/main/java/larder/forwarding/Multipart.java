package larder.forwarding;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.ContentRange;
import larder.http.FieldNames;
import larder.http.TransferException;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * Several parts of one stored content as {@code multipart/byteranges} (RFC 9110, section 14.6).
 *
 * @param contentType names the boundary between the parts
 */
record Multipart(String contentType, Body body) {
  /** How many parts are opened at once, so that they remain whatever happens to the response. */
  static final int OPENED_AT_ONCE = 8;

  /**
   * @throws TransferException with side {@code STORE} if one of the first parts cannot be opened;
   *     none is left open then. The others are opened one by one as they are written.
   */
  static Multipart of(StoredResponse stored, StoredHead head, List<ByteRange> ranges)
      throws TransferException {
    String boundary = UUID.randomUUID().toString();
    String type = head.fields().first(FieldNames.CONTENT_TYPE);
    List<Body> bodies = new ArrayList<>(2 * ranges.size() + 1);
    JoinedBody joined = JoinedBody.ofAll(bodies);
    try {
      for (ByteRange range : ranges) {
        boolean now = bodies.size() < 2 * OPENED_AT_ONCE;
        bodies.add(new PartHead(boundary, type, new ContentRange(range, stored.length())));
        bodies.add(now ? stored.open(range) : new LaterBody(stored, range));
      }
      bodies.add(text("\r\n--" + boundary + "--\r\n"));
      return new Multipart("multipart/byteranges; boundary=" + boundary, joined);
    } catch (TransferException | RuntimeException | Error e) {
      joined.close();
      throw e;
    }
  }

  private static Body text(String text) {
    return Body.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Made when it is written: many parts may repeat a long {@code Content-Type}. */
  record PartHead(String boundary, @Nullable String type, ContentRange range) implements Body {
    private static final String BEFORE_BOUNDARY = "\r\n--";
    private static final String TYPE = "\r\n" + FieldNames.CONTENT_TYPE + ": ";
    private static final String RANGE = "\r\n" + FieldNames.CONTENT_RANGE + ": ";
    private static final String END = "\r\n\r\n";

    @Override
    public OptionalLong length() {
      int withoutType = BEFORE_BOUNDARY.length() + boundary.length() + RANGE.length();
      int ofType = type == null ? 0 : TYPE.length() + type.length();
      return OptionalLong.of(withoutType + ofType + range.toString().length() + END.length());
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      StringBuilder head = new StringBuilder((int) length().getAsLong());
      head.append(BEFORE_BOUNDARY).append(boundary);
      if (type != null) {
        head.append(TYPE).append(type);
      }
      text(head.append(RANGE).append(range).append(END).toString()).writeTo(sink);
    }

    @Override
    public void close() {}
  }

  /** Opened when it is written, and closed right after: a request may name many parts. */
  private record LaterBody(StoredResponse stored, ByteRange range) implements Body {
    @Override
    public OptionalLong length() {
      return OptionalLong.of(range.length());
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      try (Body body = stored.open(range)) {
        body.writeTo(sink);
      }
    }

    @Override
    public void close() {}
  }
}
