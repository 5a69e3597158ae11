package larder.app.warc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.ResponseHead;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.upkeep.Arrival;
import org.jspecify.annotations.Nullable;

/**
 * Reads the responses of a bundle. Rejects other WARC files: they do not always tell which request
 * a response answers. For one thread.
 */
public final class BundleReader {
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[01] [1-5][0-9][0-9]( [\\t -~\\x80-\\xff]*)?");

  /** Stored responses have none of these; a response with one was written by another program. */
  private static final List<String> OF_A_CONNECTION =
      List.of(
          "Connection",
          "Keep-Alive",
          "Proxy-Authenticate",
          "Proxy-Authentication-Info",
          "Proxy-Connection",
          "TE",
          "Transfer-Encoding",
          "Upgrade");

  /** All HTTP dates lie within, and arithmetic with these cannot overflow. */
  private static final Instant EARLIEST = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final WarcReader reader;
  private boolean ours;
  private @Nullable BundleCounts last;
  private @Nullable Request request;
  private long responses;
  private long passedOver;

  private BundleReader(WarcReader reader) {
    this.reader = reader;
  }

  /** A request record. */
  private record Request(String id, boolean isGet, Fields fields) {}

  public static BundleReader of(InputStream bundle) throws IOException {
    return new BundleReader(WarcReader.of(bundle));
  }

  /**
   * The next response, whose content must be read before the one after it; null after the last one.
   *
   * @throws WarcException if it is no bundle, or an incomplete one
   */
  public @Nullable Arrival next() throws IOException {
    for (WarcRecord record = reader.next(); record != null; record = reader.next()) {
      if (record.isOf(Names.RESPONSE)) {
        if (!ours) {
          throw new WarcException("It was not made by larder cache export");
        }
        responses++;
        Arrival arrival = response(record);
        if (arrival != null) {
          return arrival;
        }
        passedOver++;
      } else if (record.isOf(Names.REQUEST)) {
        request = request(record);
      } else if (record.isOf(Names.INFO)) {
        ours = Names.SOFTWARE.equals(fieldsIn(record).first("software"));
      } else if (record.isOf(Names.METADATA) && ours) {
        last = BundleCounts.of(fieldsIn(record));
      }
    }
    return null;
  }

  private static Fields fieldsIn(WarcRecord record) throws IOException {
    return record.length() > Lines.LONGEST
        ? Fields.EMPTY
        : new Lines(record.block().readAllBytes(), StandardCharsets.UTF_8).allFields();
  }

  private static @Nullable Request request(WarcRecord record) throws IOException {
    try {
      Lines lines = new Lines(record.block(), StandardCharsets.ISO_8859_1);
      String first = lines.next();
      boolean isGet = first != null && first.startsWith("GET ");
      return new Request(record.field(Names.ID), isGet, lines.fields());
    } catch (WarcException e) {
      return null;
    }
  }

  /** Null if a cache cannot store it. */
  private @Nullable Arrival response(WarcRecord record) throws IOException {
    Fields selecting = selecting(record);
    try {
      TargetUri target = TargetUri.parse(record.field(Names.TARGET));
      ResponseHead head = head(record);
      Instant requestedAt = Instant.parse(record.field(Names.DATE));
      String received = record.fields().first(Names.RECEIVED);
      Instant receivedAt = received == null ? requestedAt : Instant.parse(received);
      boolean keepable = selecting != null || !head.fields().has(FieldNames.VARY);
      if (!keepable
          || isOfAConnection(head.fields())
          || !isPossible(requestedAt)
          || !isPossible(receivedAt)
          || !hasLength(head.fields(), record.left())) {
        return null;
      }
      return new Arrival(
          target,
          selecting == null ? Fields.EMPTY : selecting,
          head.withFields(head.fields().without("Content-Length")),
          requestedAt,
          receivedAt,
          new Content(record));
    } catch (SyntaxException | DateTimeException | IllegalArgumentException | WarcException e) {
      return null;
    }
  }

  /** The selecting fields of the request; null if the request is unknown or no GET. */
  private @Nullable Fields selecting(WarcRecord record) {
    Request asked = request;
    return asked != null && asked.isGet && asked.id.equals(record.field(Names.CONCURRENT))
        ? asked.fields
        : null;
  }

  private static ResponseHead head(WarcRecord record) throws IOException {
    Lines lines = new Lines(record.block(), StandardCharsets.ISO_8859_1);
    String first = lines.next();
    if (first == null || !STATUS_LINE.matcher(first).matches()) {
      throw new WarcException("It has a response without a status line");
    }
    int status = Integer.parseInt(first.substring(9, 12));
    String reason = first.length() > 13 ? first.substring(13) : "";
    return new ResponseHead(status, reason, HttpVersion.HTTP_1_1, lines.fields());
  }

  private static boolean isOfAConnection(Fields fields) {
    return OF_A_CONNECTION.stream().anyMatch(fields::has);
  }

  private static boolean isPossible(Instant time) {
    return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
  }

  private static boolean hasLength(Fields fields, long length) {
    String said = fields.combined("Content-Length");
    return said == null || said.equals(Long.toString(length));
  }

  /** How many responses a cache cannot store. */
  public long passedOver() {
    return passedOver;
  }

  /** Whether the bundle was complete, once it is read to its end. */
  public boolean isComplete() {
    BundleCounts counts = last;
    return counts != null && counts.responses() == responses;
  }

  /** The rest of a record's block. */
  private static final class Content implements Body {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final WarcRecord record;
    private final long length;

    private Content(WarcRecord record) {
      this.record = record;
      this.length = record.left();
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.of(length);
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, length))];
      for (int read = read(buffer); read >= 0; read = read(buffer)) {
        sink.write(ByteBuffer.wrap(buffer, 0, read));
      }
      if (!record.isSound()) {
        throw new TransferException(
            Side.CLIENT, Kind.MALFORMED, "A response does not match its digest");
      }
    }

    private int read(byte[] buffer) throws TransferException {
      try {
        return record.block().read(buffer);
      } catch (IOException e) {
        throw new TransferException(Side.CLIENT, Kind.CUT_SHORT, String.valueOf(e.getMessage()), e);
      }
    }

    @Override
    public void close() {}
  }
}
