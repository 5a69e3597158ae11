package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
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
 * One version of a response, on disk or on its way there. The pack keeps a content of at most one
 * chunk itself; of a longer one it keeps the checksums of the chunks, and a file keeps the bytes.
 */
final class H2Response implements StoredResponse {
  private final H2Store store;
  private final StoreKey key;
  private final StoredHead head;
  private final Stored stored;
  private final @Nullable ByteBuffer kept;
  private volatile boolean damaged;

  /**
   * @param kept what the pack keeps of the content, if that is known already
   */
  H2Response(
      H2Store store, StoreKey key, StoredHead head, Stored stored, @Nullable ByteBuffer kept) {
    this.store = store;
    this.key = key;
    this.head = head;
    this.stored = stored;
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
    return stored.header().length();
  }

  /** Identifies the content: freshened versions of this response have the same. */
  long id() {
    return stored.header().id();
  }

  /** The record, as it lies or will lie on disk. */
  Stored stored() {
    return stored;
  }

  /** What the pack keeps of the content, unchecked; null if it must be read from the pack. */
  @Nullable ByteBuffer kept() {
    return kept;
  }

  Set<StoreGroup> groups() {
    return StoreGroup.of(key, head);
  }

  boolean isFile() {
    return stored.header().isFile();
  }

  H2Response withHead(StoredHead fresh) {
    return new H2Response(store, key, fresh, stored, kept);
  }

  @Override
  public Body open() throws TransferException {
    if (length() == 0) {
      return Body.empty();
    }
    return open(new ByteRange(0, length() - 1));
  }

  @Override
  public Body open(ByteRange range) throws TransferException {
    if (range.last() >= length()) {
      throw new IllegalArgumentException("The content ends before its byte " + range.last());
    }
    ByteBuffer checked = checked(kept != null ? kept : store.finder().readKept(this));
    if (isFile()) {
      Body mapped = openMapped(checked, range);
      return mapped != null ? mapped : openFile(checked, range);
    }
    return new BytesBody(checked.slice((int) range.first(), (int) range.length()));
  }

  /** The content of a trusted file that is mapped, and in memory; null if it is not. */
  private @Nullable Body openMapped(ByteBuffer sums, ByteRange range) {
    ContentFiles files = store.files();
    boolean isFit = range.length() >= ContentFiles.CHUNK && !isDiskSlow();
    MappedFiles.Mapped mapped = isFit ? files.mapped().take(id()) : null;
    if (mapped == null) {
      return null;
    }
    Body body = null;
    try {
      if (mapped.isSeen() || files.look(mapped)) {
        body = new MappedBody(this, mapped, files.buffers(), sums, range);
      }
      return body;
    } finally {
      if (body == null) {
        mapped.giveBack();
      }
    }
  }

  private ByteBuffer checked(ByteBuffer read) throws TransferException {
    if (Checksum.of(read) != stored.header().keptSum()) {
      throw damaged();
    }
    return read;
  }

  Body openFile(ByteBuffer sums, ByteRange range) throws TransferException {
    DiskFile file = openFile();
    try {
      if (file.size() != length()) {
        throw damaged();
      }
      return new FileBody(this, store.files(), file, sums, range);
    } catch (IOException e) {
      file.close();
      throw unreadable(e);
    } catch (TransferException e) {
      file.close();
      throw e;
    }
  }

  private DiskFile openFile() throws TransferException {
    try {
      return tryTwiceToOpen();
    } catch (NoSuchFileException e) {
      if (store.finder().isWhereItWas(this)) {
        throw damaged();
      }
      remove();
      throw gone();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * A file that cannot be opened although the disk works may be sound: perhaps no descriptor was
   * left, and the system says so in another language. By the second attempt there is one.
   *
   * @throws TransferException if the first attempt tells nothing: a disk that works a moment later
   *     does not make it damage
   */
  private DiskFile tryTwiceToOpen() throws IOException, TransferException {
    try {
      return store.files().open(id());
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      if (!isDamage(e)) {
        throw notRead(e);
      }
      return store.files().open(id());
    }
  }

  static TransferException gone() {
    return new TransferException(Side.STORE, Kind.FAILED, "The response is not stored any more");
  }

  /** The content could not be read: removes this response, unless the disk fails. */
  TransferException unreadable(IOException e) {
    return isDamage(e) ? damaged() : notRead(e);
  }

  private static TransferException notRead(IOException e) {
    return new TransferException(
        Side.STORE, Kind.FAILED, "The stored content could not be read", e);
  }

  boolean isDiskSlow() {
    return store.isDiskSlow();
  }

  private boolean isDamage(IOException e) {
    return !isDiskSlow() && store.files().isDamage(e);
  }

  /** Removes this response, and reports it as damaged. */
  TransferException damaged() {
    damaged = true;
    store.faults().isDamaged(key.uri());
    remove();
    return new TransferException(Side.STORE, Kind.FAILED, "The stored content is damaged");
  }

  /** Whether a reader found it damaged. */
  boolean isDamaged() {
    return damaged;
  }

  @Override
  public void freshen(StoredHead fresh) {
    store.changes().makeIfPossible(new Change.Freshen(this, fresh, HeadCodec.encode(fresh)));
  }

  @Override
  public void remove() {
    store.remove(this);
  }
}
