package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import larder.caching.CachePolicy;
import larder.caching.Rfc9111Policy;
import larder.caching.Standing;
import larder.caching.Standing.Use;
import larder.http.Fields;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.contract.FaultyStore.Operation;
import larder.upkeep.KeptResponse;
import larder.upkeep.Selection;
import larder.upkeep.StockTaking;
import larder.upkeep.Upkeep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
