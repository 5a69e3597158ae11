package larder.forwarding;

import java.util.OptionalLong;
import larder.http.Body;
import larder.http.ByteRange;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.PendingResponse;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/**
 * A response that is still being stored, as the policy and waiting exchanges see it: its whole
 * content can be read, but it cannot be changed.
 */
final class FollowedResponse implements StoredResponse {
  private final StoreKey key;
  private final StoredHead head;
  private final OptionalLong announced;
  private final PendingResponse pending;
  private final SharedFetch fetch;

  FollowedResponse(
      StoreKey key,
      StoredHead head,
      OptionalLong announced,
      PendingResponse pending,
      SharedFetch fetch) {
    this.key = key;
    this.head = head;
    this.announced = announced;
    this.pending = pending;
    this.fetch = fetch;
  }

  @Override
  public StoreKey key() {
    return key;
  }

  @Override
  public StoredHead head() {
    return head;
  }

  /** The largest length if unknown; requests for a part do not get here. */
  @Override
  public long length() {
    return announced.orElse(Long.MAX_VALUE);
  }

  @Override
  public Body open() {
    return new FollowingBody(pending.follow(), fetch);
  }

  @Override
  public Body open(ByteRange range) throws TransferException {
    throw new TransferException(
        Side.STORE, Kind.FAILED, "There are no parts of what is still being stored");
  }

  @Override
  public void freshen(StoredHead fresh) {}

  @Override
  public void remove() {}
}
