package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import larder.caching.Adjustment;
import larder.caching.CachePolicy;
import larder.caching.Rfc9111Policy;
import larder.caching.Rule;
import larder.caching.Standing;
import larder.caching.Standing.Use;
import larder.caching.UrlPattern;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.ResponseHead;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.InventoryPort.Watch;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.contract.FaultyStore.Operation;
import larder.upkeep.Arrival;
import larder.upkeep.Cleared;
import larder.upkeep.Intake;
import larder.upkeep.Intake.Taken;
import larder.upkeep.KeptResponse;
import larder.upkeep.Selection;
import larder.upkeep.StockTaking;
import larder.upkeep.Upkeep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What whoever looks after a store sees, and does. */
class UpkeepTest {
  private static final CachePolicy POLICY = new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final FaultyStore store = new FaultyStore(new MapStore());
  private final Upkeep upkeep = new Upkeep(store, store, POLICY);

  private static StoredHead head(String... fields) {
    return new StoredHead(200, "OK", Fields.of(fields), Fields.EMPTY, NOON, NOON);
  }

  private void store(String uri, int length, String... fields) throws TransferException {
    StoreFixture.keep(store, new StoreKey(uri), head(fields), new byte[length]);
  }

  /** One that is fresh for a minute and can be validated, one that cannot, and one never fresh. */
  private void storeThree() throws TransferException {
    store("http://a.example/fresh", 10, "Cache-Control", "max-age=60", "ETag", "\"a\"");
    store("http://a.example/once", 20, "Cache-Control", "max-age=60");
    store("http://b.example/x/always", 40, "Cache-Control", "no-cache", "ETag", "\"b\"");
  }

  private Set<String> listed(String... patterns) throws TransferException {
    Set<String> uris = new TreeSet<>();
    upkeep.list(Selection.of(List.of(patterns)), NOON, kept -> uris.add(kept.stored().key().uri()));
    return uris;
  }

  @Test
  void whatIsMeantIsListed() throws TransferException {
    storeThree();
    assertEquals(3, listed().size());
    assertEquals(Set.of("http://a.example/fresh", "http://a.example/once"), listed("a.example/**"));
    assertEquals(
        Set.of("http://a.example/once", "http://b.example/x/always"),
        listed("/once", "http://b.example/**"));
    assertEquals(
        Set.of("http://a.example/once", "http://a.example/fresh"), listed("/{once,fresh,x}"));
    assertEquals(Set.of(), listed("/x"));
  }

  @Test
  void whatCannotAllBeSeenIsNotListedAsIfItWereAll() throws TransferException {
    storeThree();
    store.breakOn(Operation.VISIT);
    StoreFixture.assertRefused(Kind.FAILED, () -> listed());
    StoreFixture.assertRefused(Kind.FAILED, () -> upkeep.count(Selection.ALL, NOON));
  }

  @Test
  void whatIsStoredIsCounted() throws TransferException {
    storeThree();
    StockTaking now = upkeep.count(Selection.ALL, NOON.plusSeconds(59));
    assertEquals(3, now.all().responses());
    assertEquals(70, now.all().contentBytes());
    assertEquals(30, now.of(Use.FRESH).contentBytes());
    assertEquals(1, now.of(Use.STALE).responses());
    assertEquals(0, now.of(Use.USELESS).responses());
    assertEquals(NOON, now.oldest());
    assertEquals(2, now.origins());
    assertEquals("http://b.example", now.largestOrigins(1).getFirst().origin());

    StockTaking later = upkeep.count(Selection.of(List.of("a.example/**")), NOON.plusSeconds(60));
    assertEquals(2, later.all().responses());
    assertEquals(10, later.of(Use.STALE).contentBytes());
    assertEquals(20, later.of(Use.USELESS).contentBytes());
    assertNull(upkeep.count(Selection.of(List.of("/none")), NOON).oldest());
  }

  @Test
  void oneIsShownWithWhatItIsGoodFor() throws TransferException, SyntaxException {
    storeThree();
    TargetUri target = TargetUri.parse("http://a.example/fresh");
    List<KeptResponse> shown = upkeep.show(target, NOON.plusSeconds(10));
    assertEquals(1, shown.size());
    Standing standing = shown.getFirst().standing();
    assertEquals(Duration.ofSeconds(10), standing.age());
    assertEquals(Duration.ofSeconds(50), standing.left());
    assertEquals(List.of(), upkeep.show(TargetUri.parse("http://a.example/none"), NOON));
  }

  /** A clock that was set back makes nothing fresh: nobody knows how old it is. */
  @ParameterizedTest
  @CsvSource({"-30, FRESH", "-86400, STALE", "0, FRESH", "59, FRESH", "60, STALE"})
  void whatIsFreshGoesByItsAge(long seconds, Use expected) throws TransferException {
    store("http://a.example/", 1, "Cache-Control", "max-age=60", "ETag", "\"a\"");
    StockTaking counted = upkeep.count(Selection.ALL, NOON.plusSeconds(seconds));
    assertEquals(1, counted.of(expected).responses());
  }

  @Test
  void aPatternThatIsNoneIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Selection.of(List.of("a.example")));
  }

  @Test
  void whatIsMeantIsPurged() throws TransferException {
    storeThree();
    assertEquals(
        new Cleared(2, 30), upkeep.purge(Selection.of(List.of("a.example/**")), Watch.NONE));
    assertEquals(Set.of("http://b.example/x/always"), listed());
    assertEquals(new Cleared(0, 0), upkeep.purge(Selection.of(List.of("/none")), Watch.NONE));
    assertEquals(new Cleared(1, 40), upkeep.purge(Selection.ALL, Watch.NONE));
    assertEquals(Set.of(), listed());
  }

  @Test
  void whatNobodyWillGetIsCollected() throws TransferException {
    storeThree();
    Instant later = NOON.plusSeconds(100);
    assertEquals(new Cleared(0, 0), upkeep.collect(Optional.empty(), NOON, Watch.NONE));
    assertEquals(new Cleared(1, 20), upkeep.collect(Optional.empty(), later, Watch.NONE));
    assertEquals(Set.of("http://a.example/fresh", "http://b.example/x/always"), listed());
    assertEquals(
        new Cleared(1, 40), upkeep.collect(Optional.of(Duration.ofSeconds(50)), later, Watch.NONE));
    assertEquals(new Cleared(1, 10), upkeep.collect(Optional.of(Duration.ZERO), later, Watch.NONE));
  }

  @Test
  void whatCannotBeDoneForGoodIsNotSaidToBeDone() throws TransferException {
    storeThree();
    store.breakOn(Operation.SETTLE);
    StoreFixture.assertRefused(
        Kind.FAILED, () -> upkeep.purge(Selection.of(List.of("/once")), Watch.NONE));
    StoreFixture.assertRefused(
        Kind.FAILED, () -> upkeep.collect(Optional.empty(), NOON, Watch.NONE));
  }

  @Test
  void aFailureToPurgeSaysHowManyWereRemoved() throws TransferException {
    storeThree();
    store.breakOn(Operation.SETTLE);
    TransferException failed =
        assertThrows(
            TransferException.class,
            () -> upkeep.purge(Selection.of(List.of("a.example/**")), Watch.NONE));
    assertTrue(
        String.valueOf(failed.getMessage())
            .endsWith(" (responses removed until then: 2; some of them may come back)"),
        failed::getMessage);
  }

  @Test
  void aFailureToPurgeAnythingIsTheStoresOwn() throws TransferException {
    storeThree();
    store.breakOn(Operation.SETTLE);
    TransferException own = assertThrows(TransferException.class, store::settle);
    TransferException failed =
        assertThrows(
            TransferException.class,
            () -> upkeep.purge(Selection.of(List.of("/none")), Watch.NONE));
    assertEquals(own.getMessage(), failed.getMessage());
  }

  /** Each of them takes 8 KiB of memory while it waits. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void removalsThatTheDiskDoesNotTakeEndTheirCommandBeforeTheyFillTheMemory(boolean purge)
      throws TransferException {
    for (int i = 0; i < 1000; i++) {
      store("http://a.example/" + "x".repeat(8192) + i, 1, "Cache-Control", "max-age=60");
    }
    store.breakOn(Operation.SETTLE);
    StoreFixture.assertRefused(
        Kind.FAILED,
        () -> {
          if (purge) {
            upkeep.purge(Selection.ALL, Watch.NONE);
          } else {
            upkeep.collect(Optional.empty(), NOON.plusSeconds(100), Watch.NONE);
          }
        });
    int left = listed().size();
    assertTrue(left > 400, () -> left + " are left");
  }

  @Test
  void whatARuleGivesToNobodyIsCollectedThoughItIsFresh() throws TransferException {
    storeThree();
    Adjustment never = new Adjustment(null, null, null, Set.of(), true, false);
    Rule rule = new Rule("never", UrlPattern.parse("a.example/**"), never);
    CachePolicy policy = new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT, List.of(rule));
    Upkeep ruled = new Upkeep(store, store, policy);
    assertEquals(2, ruled.count(Selection.ALL, NOON.plusSeconds(1)).of(Use.USELESS).responses());
    assertEquals(
        new Cleared(2, 30), ruled.collect(Optional.empty(), NOON.plusSeconds(1), Watch.NONE));
  }

  private static Arrival arrival(String uri, Instant receivedAt, Body content, String... fields)
      throws SyntaxException {
    return new Arrival(
        TargetUri.parse(uri),
        Fields.of("Accept-Encoding", "gzip,  br"),
        ResponseHead.of(200, Fields.of(fields)),
        receivedAt.minusSeconds(1),
        receivedAt,
        content);
  }

  private static Arrival arrival(Instant receivedAt) throws SyntaxException {
    Body content = Body.of(new byte[10]);
    return arrival(
        "http://a.example/",
        receivedAt,
        content,
        "Cache-Control",
        "max-age=60",
        "Vary",
        "Accept-Encoding");
  }

  private static Taken take(Intake intake, Arrival arrival) throws TransferException {
    return intake.take(arrival, NOON.plusSeconds(10));
  }

  @Test
  void whatArrivesIsAsOldAsItWas() throws TransferException, SyntaxException {
    Intake intake = upkeep.intake();
    assertEquals(Taken.STORED, take(intake, arrival(NOON)));
    StoredHead head = store.find(new StoreKey("http://a.example/")).getFirst().head();
    assertEquals(NOON, head.receivedAt());
    assertEquals(NOON.minusSeconds(1), head.requestedAt());
    assertEquals(Fields.of("accept-encoding", "br, gzip"), head.selecting());
    assertEquals(1, upkeep.count(Selection.ALL, NOON.plusSeconds(58)).of(Use.FRESH).responses());
    assertEquals(1, upkeep.count(Selection.ALL, NOON.plusSeconds(59)).of(Use.USELESS).responses());
  }

  @Test
  void whatIsThereAndNoOlderStays() throws TransferException, SyntaxException {
    Intake intake = upkeep.intake();
    take(intake, arrival(NOON));
    assertEquals(Taken.KNOWN, take(intake, arrival(NOON)));
    assertEquals(Taken.KNOWN, take(intake, arrival(NOON.minusSeconds(1))));
    assertEquals(Taken.KNOWN, take(intake, slow(arrival(NOON.plusSeconds(1)))));
    assertEquals(Taken.STORED, take(intake, arrival(NOON.plusSeconds(1))));
  }

  @Test
  void nobodyKnowsHowOldItIsWhatWasTimedByAClockThatWasAhead()
      throws TransferException, SyntaxException {
    Intake intake = upkeep.intake();
    assertEquals(Taken.STORED, intake.take(arrival(NOON.plusSeconds(3600)), NOON));
    StoredHead head = store.find(new StoreKey("http://a.example/")).getFirst().head();
    assertEquals(Instant.EPOCH, head.receivedAt());
    assertEquals(Instant.EPOCH, head.requestedAt());
    assertEquals(0, upkeep.count(Selection.ALL, NOON).of(Use.FRESH).responses());
    assertEquals(Taken.KNOWN, intake.take(arrival(NOON.plusSeconds(3600)), NOON));
    assertEquals(Taken.STORED, intake.take(arrival(NOON.minusSeconds(60)), NOON));
  }

  @Test
  void clocksMayDifferALittle() throws TransferException, SyntaxException {
    upkeep.intake().take(arrival(NOON.plusSeconds(59)), NOON);
    StoredHead head = store.find(new StoreKey("http://a.example/")).getFirst().head();
    assertEquals(NOON.plusSeconds(59), head.receivedAt());
  }

  /** The same, but that it was requested long before. */
  private static Arrival slow(Arrival arrival) {
    return new Arrival(
        arrival.target(),
        arrival.selecting(),
        arrival.response(),
        arrival.requestedAt().minusSeconds(10),
        arrival.receivedAt(),
        arrival.content());
  }

  @Test
  void whatMayNotBeStoredIsNot() throws TransferException, SyntaxException {
    Body content = Body.of(new byte[10]);
    assertEquals(
        Taken.REFUSED,
        take(
            upkeep.intake(),
            arrival("http://a.example/", NOON, content, "Cache-Control", "no-store")));
    assertEquals(Set.of(), listed());
  }

  @Test
  void whatIsDamagedOrHasNoRoomIsLeftOut() throws TransferException, SyntaxException {
    Body damaged =
        new Body() {
          @Override
          public OptionalLong length() {
            return OptionalLong.of(10);
          }

          @Override
          public void writeTo(BodySink sink) throws TransferException {
            sink.write(ByteBuffer.allocate(10));
            throw new TransferException(Side.CLIENT, Kind.MALFORMED, "damaged");
          }

          @Override
          public void close() {}
        };
    Intake intake = upkeep.intake();
    assertEquals(
        Taken.DAMAGED,
        take(intake, arrival("http://a.example/", NOON, damaged, "Cache-Control", "max-age=60")));
    store.breakOn(Operation.APPEND, Kind.OVERLOADED);
    assertEquals(Taken.NO_ROOM, take(intake, arrival(NOON)));
    store.mend();
    store.breakOn(Operation.BEGIN, Kind.TOO_LARGE);
    assertEquals(Taken.NO_ROOM, take(intake, arrival(NOON)));
    assertEquals(Set.of(), listed());
    store.breakOn(Operation.BEGIN);
    Arrival last = arrival(NOON);
    StoreFixture.assertRefused(Kind.FAILED, () -> take(intake, last));
  }
}
