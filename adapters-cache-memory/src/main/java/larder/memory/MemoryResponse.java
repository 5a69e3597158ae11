package larder.memory;

import java.util.Set;
import larder.http.Body;
import larder.http.ByteRange;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** One version in memory. Its content is what tells it from its successors. */
final class MemoryResponse implements StoredResponse {
  private final MemoryStore store;
  private final StoreKey key;
  private final StoredHead head;
  private final Content content;
  private final Set<StoreGroup> groups;

  MemoryResponse(MemoryStore store, StoreKey key, StoredHead head, Content content) {
    this.store = store;
    this.key = key;
    this.head = head;
    this.content = content;
    this.groups = StoreGroup.of(key, head);
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
    return content.length();
  }

  @Override
  public Body open() {
    return content.open();
  }

  @Override
  public Body open(ByteRange range) {
    return content.open(range);
  }

  @Override
  public void freshen(StoredHead fresh) {
    store.replace(this, new MemoryResponse(store, key, fresh, content));
  }

  @Override
  public void remove() {
    store.remove(this);
  }

  /** The same content, whatever the head. */
  @SuppressWarnings("ReferenceEquality") // identity is the point
  boolean isSame(MemoryResponse other) {
    return content == other.content;
  }

  Set<StoreGroup> groups() {
    return groups;
  }

  long heapBytes() {
    return HeapSize.OBJECT + HeapSize.of(head) + HeapSize.of(groups) + content.heapBytes();
  }
}
