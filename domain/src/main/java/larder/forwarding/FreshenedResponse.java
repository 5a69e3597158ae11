package larder.forwarding;

import larder.http.Body;
import larder.http.ByteRange;
import larder.http.TransferException;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/**
 * A stored response with the head from a validation, for the exchanges that waited for it.
 *
 * @param stored the response as it was found
 * @param head the head stored from now on; the rest of the answer is for the client that asked
 */
record FreshenedResponse(StoredResponse stored, StoredHead head) implements StoredResponse {
  @Override
  public StoreKey key() {
    return stored.key();
  }

  @Override
  public long length() {
    return stored.length();
  }

  @Override
  public Body open() throws TransferException {
    return stored.open();
  }

  @Override
  public Body open(ByteRange range) throws TransferException {
    return stored.open(range);
  }

  @Override
  public void freshen(StoredHead fresh) {
    stored.freshen(fresh);
  }

  @Override
  public void remove() {
    stored.remove();
  }
}
