package larder.h2;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;

/**
 * One change to the responses of one key. It is applied to what is found, as long as it waits for
 * the disk, and by the writer to what is stored: both go through {@link #applyTo}, so that they
 * cannot differ. Applied twice, it does no more than once.
 */
sealed interface Change {
  Comparator<H2Response> NEWEST_FIRST =
      Comparator.comparing((H2Response stored) -> stored.head().receivedAt()).reversed();

  StoreKey key();

  /** In place; the order does not matter. */
  void applyTo(List<H2Response> responses);

  /** About what it takes in the heap while it waits. */
  int heapBytes();

  /** Whether there may be a response of that group after it. */
  default boolean makes(StoreGroup group) {
    return false;
  }

  /** The same where nobody knows what its times say now. */
  default Change withoutTimes() {
    return this;
  }

  /** Whether what it takes away would be wrong to be found again. */
  default boolean removes() {
    return false;
  }

  /**
   * Puts a response in the place of the one with the same selecting fields, unless that one was
   * requested later.
   *
   * @param encoded the head as bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Commit(H2Response stored, byte[] encoded, int maxVariants) implements Change {
    @Override
    public StoreKey key() {
      return stored.key();
    }

    @Override
    public void applyTo(List<H2Response> responses) {
      if (responses.stream().anyMatch(this::isOutlastedBy)) {
        return;
      }
      responses.removeIf(
          other ->
              other.id() == stored.id()
                  || other.head().selecting().equals(stored.head().selecting()));
      if (responses.size() >= maxVariants) {
        responses.sort(NEWEST_FIRST);
        responses.subList(maxVariants - 1, responses.size()).clear();
      }
      responses.add(stored);
    }

    private boolean isOutlastedBy(H2Response other) {
      return other.id() != stored.id() && other.head().outlasts(stored.head());
    }

    @Override
    public int heapBytes() {
      ByteBuffer kept = stored.kept();
      return OVERHEAD + HEAD_FACTOR * encoded.length + (kept == null ? 0 : kept.capacity());
    }

    @Override
    public boolean makes(StoreGroup group) {
      return stored.groups().contains(group);
    }

    @Override
    public Change withoutTimes() {
      StoredHead undated = KnownAges.undated(stored.head());
      return new Commit(stored.withHead(undated), HeadCodec.encode(undated), maxVariants);
    }

    /** What it will take of the disk. */
    long size() {
      RecordHeader header = stored.stored().header();
      return header.recordBytes() + header.fileBytes();
    }
  }

  /** Removes all responses of the key. */
  record Invalidate(StoreKey key) implements Change {
    @Override
    public void applyTo(List<H2Response> responses) {
      responses.clear();
    }

    @Override
    public boolean removes() {
      return true;
    }

    @Override
    public int heapBytes() {
      return OVERHEAD + key.uri().length();
    }
  }

  /**
   * Another head for a content, unless that has one which was requested later.
   *
   * @param encoded the head as bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Freshen(H2Response stored, StoredHead head, byte[] encoded) implements Change {
    @Override
    public StoreKey key() {
      return stored.key();
    }

    @Override
    public void applyTo(List<H2Response> responses) {
      responses.replaceAll(
          other ->
              other.id() == stored.id() && !other.head().isRequestedAfter(head)
                  ? other.withHead(head)
                  : other);
    }

    @Override
    public int heapBytes() {
      return OVERHEAD + HEAD_FACTOR * encoded.length;
    }

    @Override
    public boolean makes(StoreGroup group) {
      return StoreGroup.of(stored.key(), head).contains(group);
    }

    @Override
    public Change withoutTimes() {
      StoredHead undated = KnownAges.undated(head);
      return new Freshen(stored, undated, HeadCodec.encode(undated));
    }
  }

  /** Removes one response. */
  record Remove(StoreKey key, long id) implements Change {
    @Override
    public void applyTo(List<H2Response> responses) {
      responses.removeIf(other -> other.id() == id);
    }

    @Override
    public boolean removes() {
      return true;
    }

    @Override
    public int heapBytes() {
      return OVERHEAD;
    }
  }

  /** Looks at what is stored under a key: what is damaged or dead goes. */
  record Inspect(StoreKey key) implements Change {
    @Override
    public void applyTo(List<H2Response> responses) {}

    @Override
    public int heapBytes() {
      return OVERHEAD + key.uri().length();
    }
  }

  /** Objects around the bytes. */
  int OVERHEAD = 256;

  /** Strings in the heap against their bytes on disk. */
  int HEAD_FACTOR = 4;

  /** Whether nothing that was before them is left. */
  static boolean hideAll(List<Change> changes) {
    return changes.stream().anyMatch(Invalidate.class::isInstance);
  }

  /** What the changes make of those responses, in their order. */
  static List<H2Response> applied(List<Change> changes, List<H2Response> before) {
    List<H2Response> after = new ArrayList<>(before);
    changes.forEach(change -> change.applyTo(after));
    return after;
  }
}
