package larder.app.warc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * Writes stored responses as a bundle: a {@code warcinfo} record; for each response a {@code
 * response} record, after a {@code request} record with the selecting fields if there may be some;
 * and a {@code metadata} record with the counts. For one thread.
 */
public final class BundleWriter {
  /** Up to this size, content is read once; larger content twice: its digest comes first. */
  private static final int READ_ONCE = 1 << 20;

  private final WarcWriter out;
  private final String infoId = id();
  private long responses;
  private long contentBytes;
  private long unreadable;
  private long useless;

  private BundleWriter(WarcWriter out) {
    this.out = out;
  }

  /**
   * @param zipped whether to compress each record
   */
  public static BundleWriter begin(OutputStream out, boolean zipped, Instant now)
      throws IOException {
    BundleWriter writer = new BundleWriter(new WarcWriter(out, zipped));
    writer.writeFields(
        Fields.builder()
            .add(Names.TYPE, Names.INFO)
            .add(Names.ID, writer.infoId)
            .add(Names.DATE, now.toString()),
        "software: "
            + Names.SOFTWARE
            + "\r\nformat: WARC File Format 1.1\r\nconformsTo: ISO 28500:2017\r\n");
    return writer;
  }

  private static String id() {
    return "<urn:uuid:" + UUID.randomUUID() + ">";
  }

  private void writeFields(Fields.Builder head, String text) throws IOException {
    writeSmall(head.add("Content-Type", Names.FIELDS_TYPE), text.getBytes(StandardCharsets.UTF_8));
  }

  private void writeSmall(Fields.Builder head, byte[] block) throws IOException {
    MessageDigest digest = BlockDigest.begin();
    digest.update(block);
    out.write(described(head, digest, block.length), to -> to.write(block));
  }

  private static Fields described(Fields.Builder head, MessageDigest digest, long length) {
    return head.add(Names.DIGEST, BlockDigest.ALGORITHM + ":" + BlockDigest.base32(digest.digest()))
        .add("Content-Length", Long.toString(length))
        .build();
  }

  /**
   * Adds a response; if its content cannot be read, it is left out and counted.
   *
   * @throws TransferException with side {@code STORE} if its content could be read once, but not a
   *     second time: the bundle is useless then
   */
  public void add(StoredResponse stored) throws IOException, TransferException {
    byte[] head = head(stored);
    MessageDigest digest = BlockDigest.begin();
    digest.update(head);
    byte[] content;
    try {
      content = read(stored, digest);
    } catch (TransferException e) {
      unreadable++;
      return;
    }
    String requestId = writeRequest(stored);
    Fields fields =
        described(responseHead(stored, requestId), digest, head.length + stored.length());
    out.write(
        fields,
        to -> {
          to.write(head);
          if (content == null) {
            copy(stored, to);
          } else {
            to.write(content);
          }
        });
    responses++;
    contentBytes += stored.length();
  }

  /** Null if the content is too large to be held in memory; the digest includes it nevertheless. */
  private static byte @Nullable [] read(StoredResponse stored, MessageDigest digest)
      throws TransferException {
    boolean kept = stored.length() <= READ_ONCE;
    ByteArrayOutputStream content = new ByteArrayOutputStream(kept ? (int) stored.length() : 0);
    write(
        stored,
        bytes -> {
          digest.update(bytes.duplicate());
          if (kept) {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            content.writeBytes(piece);
          }
          bytes.position(bytes.limit());
        });
    return kept ? content.toByteArray() : null;
  }

  private static void write(StoredResponse stored, BodySink sink) throws TransferException {
    try (Body body = stored.open()) {
      body.writeTo(sink);
    }
  }

  private static void copy(StoredResponse stored, OutputStream to) throws TransferException {
    byte[] piece = new byte[READ_ONCE / 8];
    write(
        stored,
        bytes -> {
          while (bytes.hasRemaining()) {
            int length = Math.min(piece.length, bytes.remaining());
            bytes.get(piece, 0, length);
            write(piece, length, to);
          }
        });
  }

  private static void write(byte[] piece, int length, OutputStream to) throws TransferException {
    try {
      to.write(piece, 0, length);
    } catch (IOException e) {
      throw new TransferException(
          Side.CLIENT, Kind.CUT_SHORT, "The bundle cannot be written (" + e.getMessage() + ")", e);
    }
  }

  private static byte[] head(StoredResponse stored) {
    StoredHead head = stored.head();
    StringBuilder text = new StringBuilder("HTTP/1.1 ");
    text.append(head.status()).append(' ').append(head.reason()).append("\r\n");
    append(head.fields(), text);
    text.append("Content-Length: ").append(stored.length()).append("\r\n\r\n");
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void append(Fields fields, StringBuilder text) {
    for (int i = 0; i < fields.size(); i++) {
      text.append(fields.name(i)).append(": ").append(fields.value(i)).append("\r\n");
    }
  }

  private Fields.Builder responseHead(StoredResponse stored, @Nullable String requestId) {
    Fields.Builder head =
        record(stored, Names.RESPONSE, id())
            .add(Names.RECEIVED, stored.head().receivedAt().toString())
            .add("Content-Type", "application/http;msgtype=response");
    return requestId == null ? head : head.add(Names.CONCURRENT, requestId);
  }

  private Fields.Builder record(StoredResponse stored, String type, String id) {
    return Fields.builder()
        .add(Names.TYPE, type)
        .add(Names.ID, id)
        .add("WARC-Warcinfo-ID", infoId)
        .add(Names.TARGET, stored.key().uri())
        .add(Names.DATE, stored.head().requestedAt().toString());
  }

  /** Null if the response does not vary by request. */
  private @Nullable String writeRequest(StoredResponse stored) throws IOException {
    StoredHead head = stored.head();
    if (head.selecting().isEmpty() && !head.fields().has(FieldNames.VARY)) {
      return null;
    }
    StringBuilder text = new StringBuilder("GET ").append(path(stored.key().uri()));
    text.append(" HTTP/1.1\r\n");
    append(head.selecting(), text);
    String id = id();
    writeSmall(
        record(stored, Names.REQUEST, id).add("Content-Type", "application/http;msgtype=request"),
        text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    return id;
  }

  private static String path(String uri) {
    int path = uri.indexOf('/', uri.indexOf("://") + 3);
    return path < 0 ? "/" : uri.substring(path);
  }

  /** Counts a response that is left out because it is of no use. */
  public void leaveOut() {
    useless++;
  }

  /** Writes the last record. */
  public void end(Instant now) throws IOException {
    writeFields(
        Fields.builder()
            .add(Names.TYPE, Names.METADATA)
            .add(Names.ID, id())
            .add(Names.DATE, now.toString())
            .add("WARC-Refers-To", infoId),
        Names.RESPONSES
            + ": "
            + responses
            + "\r\n"
            + Names.CONTENT_BYTES
            + ": "
            + contentBytes
            + "\r\n"
            + Names.UNREADABLE
            + ": "
            + unreadable
            + "\r\n"
            + Names.USELESS
            + ": "
            + useless
            + "\r\n");
    out.flush();
  }

  /** The counts so far. */
  public BundleCounts counts() {
    return new BundleCounts(responses, contentBytes, unreadable, useless);
  }
}
