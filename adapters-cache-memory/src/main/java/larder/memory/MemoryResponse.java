package larder.memory;

import java.util.List;
import java.util.Set;
import larder.http.Body;
import larder.http.ByteRange;
import larder.http.TransferException;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/**
 * One version in memory. Versions with the same content succeed one another. Has as few objects as
 * possible: there may be millions, and each collection of the young generation looks at those in
 * it.
 */
final class MemoryResponse implements StoredResponse, Variants {
  private final MemoryStore store;
  private final String uri;
  private final StoredHead head;
  private final Content content;
  private final Set<StoreGroup> groups;
  private final int weight;

  MemoryResponse(MemoryStore store, StoreKey key, StoredHead head, Content content) {
    this.store = store;
    this.uri = key.uri();
    this.head = head;
    this.content = content;
    this.groups = StoreGroup.of(key, head);
    this.weight = (int) Math.min(Integer.MAX_VALUE, HeapSize.of(key) + heapBytes());
  }

  @Override
  public StoreKey key() {
    return new StoreKey(uri);
  }

  @Override
  public StoredHead head() {
    return head;
  }

  @Override
  public long length() {
    return content.length();
  }

  @Override
  public Body open() throws TransferException {
    return content.open();
  }

  @Override
  public Body open(ByteRange range) throws TransferException {
    return content.open(range);
  }

  @Override
  public void freshen(StoredHead fresh) {
    store.replace(new MemoryResponse(store, key(), fresh, content));
  }

  @Override
  public void remove() {
    store.remove(this);
  }

  /** Called when neither this nor any other version with this content can be found any more. */
  void removed() {
    content.removed();
  }

  /** Whether the content is the same, whatever the head. */
  @SuppressWarnings("ReferenceEquality") // identity is the point
  boolean isSame(MemoryResponse other) {
    return content == other.content;
  }

  @Override
  public List<MemoryResponse> responses() {
    return List.of(this);
  }

  @Override
  public Set<StoreGroup> groups() {
    return groups;
  }

  @Override
  public int weight() {
    return weight;
  }

  private long heapBytes() {
    return HeapSize.of(head) + HeapSize.of(groups) + content.heapBytes();
  }
}
