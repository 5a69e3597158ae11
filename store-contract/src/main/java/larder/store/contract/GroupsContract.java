package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import org.junit.jupiter.api.Test;

/** A response is invalidated with its group, however it became a member. */
public abstract class GroupsContract extends VariantsContract {
  private static final StoreGroup SCRIPTS = group("http://origin.example.org", "scripts");
  private static final StoreKey ELSEWHERE = new StoreKey("http://origin.example.org:81/a");

  protected GroupsContract() {}

  @Test
  void invalidatingAGroupTakesItsResponsesAndNoOthers() throws TransferException {
    StoreKey third = new StoreKey("http://origin.example.org/c");
    store(KEY, grouped("\"styles\", \"scripts\""), content(1, 10));
    store(OTHER_KEY, grouped("\"scripts\""), content(2, 3 * chunkSize()));
    store(third, grouped("\"Scripts\", \"script\""), content(3, 10));
    store(ELSEWHERE, grouped("\"scripts\""), content(4, 10));
    store().invalidate(SCRIPTS);
    for (int i = 0; i < 2; i++) {
      assertNothingUnder(KEY);
      assertNothingUnder(OTHER_KEY);
      assertContent(content(3, 10), findOne(third));
      assertContent(content(4, 10), findOne(ELSEWHERE));
      settle(store());
    }
    assertEquals(2, store().size().responses());
    store().invalidate(SCRIPTS);
    assertContent(content(3, 10), findOne(third));
  }

  @Test
  void whatWasJustCommittedGoesWithItsGroupToo() throws TransferException {
    try (PendingResponse pending =
        store().begin(KEY, grouped("\"scripts\""), OptionalLong.empty())) {
      append(pending, content(5, 10));
      pending.commit();
    }
    store().invalidate(SCRIPTS);
    assertNothingUnder(KEY);
    settle(store());
    assertNothingUnder(KEY);
  }

  @Test
  void whatIsPendingIsNotInvalidatedWithItsGroup() throws TransferException {
    try (PendingResponse pending =
        store().begin(KEY, grouped("\"scripts\""), OptionalLong.empty())) {
      append(pending, content(6, 10));
      store().invalidate(SCRIPTS);
      pending.commit();
    }
    settle(store());
    assertContent(content(6, 10), findOne(KEY));
    store().invalidate(SCRIPTS);
    assertNothingUnder(KEY);
  }

  @Test
  void whatWasReplacedIsOfTheGroupsOfItsSuccessorAlone() throws TransferException {
    store(KEY, grouped("\"scripts\""), content(7, 10));
    store(KEY, grouped("\"styles\""), content(8, 10));
    store().invalidate(SCRIPTS);
    assertContent(content(8, 10), findOne(KEY));
    store().invalidate(group("http://origin.example.org", "styles"));
    assertNothingUnder(KEY);
  }

  @Test
  void whatWasFreshenedIsOfTheGroupsThatItHasNow() throws TransferException {
    store(KEY, grouped("\"styles\""), content(9, 10));
    findOne(KEY).freshen(grouped("\"scripts\""));
    settle(store());
    store().invalidate(group("http://origin.example.org", "styles"));
    assertContent(content(9, 10), findOne(KEY));
    store().invalidate(SCRIPTS);
    assertNothingUnder(KEY);
  }

  @Test
  void whatIsStoredAnewAfterItsGroupWasInvalidatedIsThere() throws TransferException {
    store(KEY, grouped("\"scripts\""), content(10, 10));
    store().invalidate(SCRIPTS);
    store(KEY, grouped("\"scripts\""), content(11, 10));
    settle(store());
    assertContent(content(11, 10), findOne(KEY));
  }

  @Test
  void aGroupMayBeLarge() throws TransferException {
    for (int i = 0; i < 300; i++) {
      store(new StoreKey(KEY.uri() + i), grouped("\"scripts\", \"" + i + "\""), content(i, 10));
    }
    store(OTHER_KEY, grouped("\"styles\""), content(12, 10));
    store().invalidate(SCRIPTS);
    settle(store());
    assertEquals(1, store().size().responses());
    assertContent(content(12, 10), findOne(OTHER_KEY));
  }
}
