package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import larder.caching.Reason;
import larder.forwarding.Conclusion.Result;
import larder.http.Fields;
import larder.http.Method;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.http.TransferException.Side;
import org.junit.jupiter.api.Test;

/** Stores that fail, and content that is cut short on its way into one. */
class StoringFaultsTest {
  private final ExchangeFixture f = new ExchangeFixture();

  @Test
  void aStoreThatCannotOpenWhatItFoundIsAMiss() {
    f.stored("old", "Date", "d");
    f.store.failOpen = true;
    f.origins.answers(200, Fields.of("Date", "d"), "new");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("new", f.client.text());
    assertEquals(Reason.STORE_FAILED, f.concluded().reuse());
  }

  @Test
  void aClientThatWantsNothingFromTheOriginIsToldSoThen() {
    f.stored("old", "Date", "d");
    f.store.failOpen = true;
    f.policy.onlyIfCached = true;

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(504, f.client.status());
    assertTrue(f.origins.asked.isEmpty());
    assertEquals(Reason.ONLY_IF_CACHED, f.concluded().reuse());
  }

  @Test
  void aStoreThatTakesNothingIsLeftOut() {
    f.store.failBegin = true;
    f.origins.answers(200, Fields.of("Date", "d"), "hello");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("hello", f.client.text());
    assertTrue(f.cacheStatus().endsWith("; detail=store-failed"), f.cacheStatus());
  }

  @Test
  void aStoreThatFailsMidwayIsLeftOutAndToldSo() {
    f.store.failAppend = true;
    f.origins.answers(200, Fields.of("Date", "d"), "hello world");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("hello world", f.client.text());
    assertTrue(f.client.complete);
    assertEquals(1, f.store.abandoned);
  }

  @Test
  void aStoreThatCannotCommitIsLeftOut() {
    f.store.failCommit = true;
    f.origins.answersUnannounced(200, Fields.of("Date", "d"), "hello world");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertTrue(f.client.complete);
    assertTrue(f.store.stored.isEmpty());
    assertEquals(1, f.store.abandoned);
  }

  @Test
  void contentThatIsCutShortIsNeverStoredAndReachesTheClientAsCutShort() {
    f.origins.answersBroken(200, Fields.of("Date", "d"), "half");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("half", f.client.text());
    assertFalse(f.client.complete);
    assertTrue(f.store.stored.isEmpty());
    assertEquals(1, f.store.abandoned);
    assertEquals(Side.ORIGIN, Objects.requireNonNull(f.concluded().failure()).side());
  }

  @Test
  void contentThatIsCutBeforeItsFirstByteIsToldOf() {
    f.origins.answersBroken(200, Fields.of("Date", "d"), "");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(502, f.client.status());
    assertTrue(f.store.stored.isEmpty());
    assertEquals(Result.FAILED, f.concluded().result());
  }

  @Test
  void aClientThatLeavesLeavesNothingHalfStored() {
    f.client.patience = 5;
    f.origins.answers(200, Fields.of("Date", "d"), "hello world");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertTrue(f.store.stored.isEmpty());
    assertEquals(1, f.store.abandoned);
    assertEquals(1, f.origins.closedBodies);
    assertEquals(Side.CLIENT, Objects.requireNonNull(f.concluded().failure()).side());
  }

  @Test
  void whatCameOfAContentThatIsCutShortIsKeptAsThePartThatThePolicyMakesOfIt() {
    f.policy.keepParts = true;
    f.origins.answersBroken(200, Fields.of("Date", "d"), "half");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertFalse(f.client.complete);
    FakeStore.Stored part = f.store.stored.values().iterator().next();
    assertEquals(206, part.head().status());
    assertEquals("4 of OptionalLong.empty", part.head().fields().first("Came"));
    assertEquals(4, part.length());
  }

  @Test
  void whatCameBeforeTheClientLeftIsKeptAsAPart() {
    f.policy.keepParts = true;
    f.client.patience = 5;
    f.origins.answers(200, Fields.of("Date", "d"), "hello world");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(206, f.store.stored.values().iterator().next().head().status());
    assertEquals(Side.CLIENT, Objects.requireNonNull(f.concluded().failure()).side());
  }

  @Test
  void aStoreThatCannotKeepThePartHasNothing() {
    f.policy.keepParts = true;
    f.store.failCommit = true;
    f.origins.answersBroken(200, Fields.of("Date", "d"), "half");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertTrue(f.store.stored.isEmpty());
    assertEquals(1, f.store.abandoned);
  }

  @Test
  void whatIsInvalidIsForgottenThoughThereIsNoMemoryToLookForMore() throws SyntaxException {
    f.stored("old", "Date", "d");
    f.policy.pass = true;
    f.policy.invalid = List.of(TargetUri.parse(ExchangeFixture.URI));
    f.store.noMemoryToFind = true;
    f.origins.answers(200, Fields.of("Date", "d"), "");

    assertThrows(OutOfMemoryError.class, () -> f.asks(Method.POST, ExchangeFixture.URI));

    assertTrue(f.store.stored.isEmpty());
  }

  @Test
  void oneTargetThatThereIsNoMemoryToForgetLeavesTheOthersForgotten() throws SyntaxException {
    f.stored("old", "Date", "d");
    f.policy.pass = true;
    f.policy.invalid =
        List.of(TargetUri.parse("http://example.org/b"), TargetUri.parse(ExchangeFixture.URI));
    f.store.withoutMemory = 1;
    f.origins.answers(200, Fields.of("Date", "d"), "");

    assertThrows(OutOfMemoryError.class, () -> f.asks(Method.POST, ExchangeFixture.URI));

    assertTrue(f.store.stored.isEmpty());
  }

  /** Far more than a stack has room for. */
  @Test
  void eachOfManyTargetsIsTriedThoughThereIsMemoryToForgetOnlyTheLast() throws SyntaxException {
    int many = 50_000;
    f.stored("old", "Date", "d");
    f.policy.pass = true;
    List<TargetUri> targets = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      targets.add(TargetUri.parse("http://example.org/many/" + i));
    }
    targets.add(TargetUri.parse(ExchangeFixture.URI));
    f.policy.invalid = targets;
    f.store.withoutMemory = many;
    f.origins.answers(200, Fields.of("Date", "d"), "");

    assertThrows(OutOfMemoryError.class, () -> f.asks(Method.POST, ExchangeFixture.URI));

    assertEquals(0, f.store.withoutMemory);
    assertTrue(f.store.stored.isEmpty());
  }
}
