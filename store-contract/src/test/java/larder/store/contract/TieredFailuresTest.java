package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.store.PendingResponse;
import larder.store.contract.FaultyStore.Operation;
import org.junit.jupiter.api.Test;

/** What happens when one of the two stores fails. */
class TieredFailuresTest extends TieredFixture {
  @Test
  void aFrontThatRefusesIsNoFailureAndKeepsNothingOld() throws TransferException {
    for (Operation refused : List.of(Operation.BEGIN, Operation.APPEND, Operation.COMMIT)) {
      store(KEY, head(), content(18, 10));
      front.breakOn(refused);
      assertContent(content(19, LARGE), store(KEY, head(), content(19, LARGE)));
      front.mend();
      assertEquals(List.of(), front.find(KEY));
      assertContent(content(19, LARGE), findOne(KEY));
    }
  }

  @Test
  void aBackThatRefusesLeavesTheFrontStoringAndNothingOldComesBack() throws TransferException {
    for (Operation refused : List.of(Operation.BEGIN, Operation.APPEND, Operation.COMMIT)) {
      store(KEY, head(), content(20, 10));
      int size = refused == Operation.BEGIN ? LARGE : SMALL;
      back.breakOn(refused);
      assertContent(content(21, size), store(KEY, head(), content(21, size)));
      back.mend();
      assertContent(content(21, size), findOne(KEY));
      evictFromFront();
      assertNothingUnder(KEY);
    }
  }

  @Test
  void whatBothRefuseFailsAndChangesNothing() throws TransferException {
    store(KEY, head(), content(22, 10));
    for (Operation refused : List.of(Operation.BEGIN, Operation.APPEND, Operation.COMMIT)) {
      front.breakOn(refused, Kind.TOO_LARGE);
      back.breakOn(refused, Kind.OVERLOADED);
      assertRefused(Kind.OVERLOADED, () -> store(KEY, head(), content(23, 10)));
      front.mend();
      back.mend();
      assertContent(content(22, 10), findOne(KEY));
      assertContent(content(22, 10), only(back));
    }
  }

  @Test
  void followersGoOnWithTheStoreThatIsLeft() throws TransferException {
    for (FaultyStore failing : List.of(front, back)) {
      byte[] content = content(24, LARGE);
      PendingResponse pending = store().begin(KEY, head(), OptionalLong.empty());
      Collector collector = new Collector();
      append(pending, Arrays.copyOf(content, 500));
      try (Body body = pending.follow()) {
        body.writeTo(
            bytes -> {
              boolean first = collector.bytes().length == 0;
              collector.write(bytes);
              if (first) {
                failing.breakOn(Operation.APPEND);
                append(pending, Arrays.copyOfRange(content, 500, LARGE));
                pending.commit();
              }
            });
      }
      assertArrayEquals(content, collector.bytes());
      failing.mend();
      store().invalidate(KEY);
    }
  }

  @Test
  void aBackThatDoesNotFindLeavesWhatIsInFront() throws TransferException {
    store(KEY, head(), content(25, 10));
    back.breakOn(Operation.FIND);
    back.breakOn(Operation.OPEN);
    assertContent(content(25, 10), findOne(KEY));
  }
}
