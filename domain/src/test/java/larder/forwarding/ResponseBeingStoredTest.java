package larder.forwarding;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import larder.caching.Rfc9111Policy;
import larder.http.Fields;
import larder.store.PendingResponse;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** What happens once a response is stored. */
class ResponseBeingStoredTest {
  private static StoredHead head(int status, String... fields) {
    return new StoredHead(
        status, "", Fields.of(fields), Fields.EMPTY, Instant.EPOCH, Instant.EPOCH);
  }

  /**
   * Removing others may wait for the disk, and an invalidated response would be found meanwhile.
   */
  @Test
  void itIsLookedAtBeforeOthersAreRemoved() throws Exception {
    StoredResponse part = mock(StoredResponse.class);
    when(part.head()).thenReturn(head(206, "Content-Range", "bytes 0-0/2"));
    StoredResponse whole = mock(StoredResponse.class);
    when(whole.head()).thenReturn(head(200));
    PendingResponse pending = mock(PendingResponse.class);
    when(pending.commit()).thenReturn(whole);
    @SuppressWarnings("unchecked")
    Consumer<StoredResponse> whenStored = mock(Consumer.class);

    new ResponseBeingStored(
            new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT),
            whenStored,
            head(200),
            OptionalLong.of(0),
            List.of(part),
            pending)
        .commit();

    InOrder order = inOrder(whenStored, part);
    order.verify(whenStored).accept(any());
    order.verify(part).remove();
  }
}
