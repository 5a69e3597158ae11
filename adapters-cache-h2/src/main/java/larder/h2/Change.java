package larder.h2;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;

/**
 * One change to the responses of one key. While it waits for the disk, it is applied to the
 * responses found; the writer then applies it to the stored ones. Both use {@link #applyTo}, so
 * that they cannot differ. Idempotent.
 */
sealed interface Change {
  Comparator<H2Response> NEWEST_FIRST =
      Comparator.comparing((H2Response stored) -> stored.head().receivedAt()).reversed();

  StoreKey key();

  /** Changes the list in place; its order does not matter. */
  void applyTo(List<H2Response> responses);

  /** Roughly the heap that it takes while it waits. */
  int heapBytes();

  /** Whether it may lead to a response of that group. */
  default boolean makes(StoreGroup group) {
    return false;
  }

  /** The same change without the times of its response, which are no longer known. */
  default Change withoutTimes() {
    return this;
  }

  /** Whether it removes responses that must not be found again. */
  default boolean removes() {
    return false;
  }

  /**
   * Replaces the response with the same selecting fields, unless that one was requested later.
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

    /** The bytes that it will take on disk. */
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
   * Gives a content another head, unless its present one was requested later.
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

  /** Checks what is stored under a key, and removes what is damaged or dead. */
  record Inspect(StoreKey key) implements Change {
    @Override
    public void applyTo(List<H2Response> responses) {}

    @Override
    public int heapBytes() {
      return OVERHEAD + key.uri().length();
    }
  }

  /** Heap bytes of the objects around the data. */
  int OVERHEAD = 256;

  /** Heap bytes of strings for each of their bytes on disk. */
  int HEAD_FACTOR = 4;

  /** Whether the changes remove all that was there before. */
  static boolean hideAll(List<Change> changes) {
    return changes.stream().anyMatch(Invalidate.class::isInstance);
  }

  /** Those responses after the changes, applied in their order. */
  static List<H2Response> applied(List<Change> changes, List<H2Response> before) {
    List<H2Response> after = new ArrayList<>(before);
    changes.forEach(change -> change.applyTo(after));
    return after;
  }
}
