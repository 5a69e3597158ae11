package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import larder.http.Body;
import larder.http.ByteRange;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * One version on disk, or on its way there. A content of one chunk at most is kept in the index; of
 * a longer one the index keeps the checksums of its chunks, and a file the bytes.
 */
final class H2Response implements StoredResponse {
  /** About what a row takes beside its bytes, in the table and its indexes. */
  private static final long ROW = 256;

  /** About what a row in the index of groups takes. */
  private static final long GROUP_ROW = 64;

  private final H2Store store;
  private final StoreKey key;
  private final StoredHead head;
  private final long id;
  private final long length;
  private final int checksum;
  private final byte @Nullable [] kept;

  /**
   * @param id of the content: what freshens this response has the same
   * @param checksum of what the index keeps
   * @param kept what the index keeps, if that is known already
   */
  H2Response(
      H2Store store,
      StoreKey key,
      StoredHead head,
      long id,
      long length,
      int checksum,
      byte @Nullable [] kept) {
    this.store = store;
    this.key = key;
    this.head = head;
    this.id = id;
    this.length = length;
    this.checksum = checksum;
    this.kept = kept;
  }

  @Override
  public StoreKey key() {
    return key;
  }

  @Override
  public StoredHead head() {
    return head;
  }

  @Override
  public long length() {
    return length;
  }

  long id() {
    return id;
  }

  int checksum() {
    return checksum;
  }

  /** What the index keeps of the content; null if that is to be read there. */
  byte @Nullable [] kept() {
    return kept;
  }

  Set<StoreGroup> groups() {
    return StoreGroup.of(key, head);
  }

  boolean isFile() {
    return ContentFiles.areFor(length);
  }

  H2Response withHead(StoredHead fresh) {
    return new H2Response(store, key, fresh, id, length, checksum, kept);
  }

  @Override
  public Body open() throws TransferException {
    if (length == 0) {
      return Body.empty();
    }
    return open(new ByteRange(0, length - 1));
  }

  @Override
  public Body open(ByteRange range) throws TransferException {
    if (range.last() >= length) {
      throw new IllegalArgumentException("The content ends before its byte " + range.last());
    }
    byte[] checked = checked(kept != null ? kept : store.read(this));
    if (isFile()) {
      return openFile(checked, range);
    }
    return new BytesBody(ByteBuffer.wrap(checked, (int) range.first(), (int) range.length()));
  }

  private byte[] checked(byte[] read) throws TransferException {
    if (read.length != keptLength(length) || Checksum.of(read) != checksum) {
      throw damaged();
    }
    return read;
  }

  /** That head, sealed to this content. */
  byte[] encode(StoredHead with) {
    return HeadCodec.encode(with, key.uri(), length, checksum);
  }

  /** What it counts against the bound, with a head of so many bytes. */
  long size(int encodedHead) {
    return ROW
        + key.uri().length()
        + encodedHead
        + GROUP_ROW * groups().size()
        + length
        + (isFile() ? keptLength(length) : 0);
  }

  /** How many bytes the index keeps of a content. */
  static long keptLength(long length) {
    return ContentFiles.areFor(length)
        ? (length + ContentFiles.CHUNK - 1) / ContentFiles.CHUNK * Integer.BYTES
        : length;
  }

  private Body openFile(byte[] sums, ByteRange range) throws TransferException {
    try {
      FileChannel channel = store.files().open(id);
      FileBody body = new FileBody(this, store.files(), channel, sums, range);
      if (channel.size() != length) {
        body.close();
        throw damaged();
      }
      return body;
    } catch (NoSuchFileException e) {
      remove();
      throw gone();
    } catch (IOException e) {
      throw new TransferException(
          Side.STORE, Kind.FAILED, "The stored content could not be opened", e);
    }
  }

  static TransferException gone() {
    return new TransferException(Side.STORE, Kind.FAILED, "The response is not stored any more");
  }

  /** Removes it, and says that it is damaged. */
  TransferException damaged() {
    store.faults().isDamaged(key.uri());
    remove();
    return new TransferException(Side.STORE, Kind.FAILED, "The stored content is damaged");
  }

  @Override
  public void freshen(StoredHead fresh) {
    store.changeIfPossible(new Change.Freshen(this, fresh, encode(fresh).length));
  }

  @Override
  public void remove() {
    store.changeIfPossible(new Change.Remove(key, id));
  }
}
