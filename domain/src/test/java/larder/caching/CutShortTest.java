package larder.caching;

import static larder.caching.Given.RFC9111;
import static larder.caching.Given.get;
import static larder.caching.Given.kept;
import static larder.caching.Given.ok;
import static larder.caching.Given.response;
import static larder.caching.Given.reuse;
import static larder.caching.Given.stored;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import larder.http.Fields;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What is kept of a content that was cut short (RFC 9111, section 3.3). */
class CutShortTest {
  private static final long CAME = CutShort.LEAST;
  private static final OptionalLong LONGER = OptionalLong.of(2 * CAME);
  private static final String TAG = "\"a\"";

  private static StoredHead whole(String... fields) {
    return kept(get(), ok(fields)).head();
  }

  private static StoredHead tagged() {
    return whole("Cache-Control", "max-age=60", "ETag", TAG);
  }

  private static @Nullable StoredHead cut(
      StoredHead head, long came, OptionalLong announced, StoredResponse... stored) {
    return RFC9111.cutShort(head, came, announced, List.of(stored));
  }

  private static StoredHead part(StoredHead head, long came, OptionalLong announced) {
    return assertNotNull(cut(head, came, announced));
  }

  private static <T> T assertNotNull(@Nullable T value) {
    Assertions.assertNotNull(value);
    return Objects.requireNonNull(value);
  }

  @Test
  void itIsThePartThatCame() {
    StoredHead part = part(tagged(), CAME, LONGER);

    assertEquals(206, part.status());
    assertEquals("bytes 0-65535/131072", part.fields().first("Content-Range"));
    assertEquals(TAG, part.fields().first("ETag"));
    assertEquals(Fields.of("range", "bytes=0-65535"), part.selecting());
    assertEquals(tagged().receivedAt(), part.receivedAt());
  }

  @Test
  void theWholeLengthMayBeUnknown() {
    StoredHead part = part(tagged(), CAME, OptionalLong.empty());

    assertEquals("bytes 0-65535/*", part.fields().first("Content-Range"));
  }

  @Test
  void theNextRequestAsksForTheRest() {
    FakeStored there = new FakeStored(stored().key(), part(tagged(), CAME, LONGER), CAME);

    Reuse.Complete complete = assertInstanceOf(Reuse.Complete.class, reuse(get(), there));

    assertEquals("bytes=65536-", complete.fields().first("Range"));
    assertEquals(TAG, complete.fields().first("If-Range"));
  }

  @Test
  void theSelectingFieldsStayInTheirOrder() {
    StoredHead varying =
        kept(
                get("X", "y", "Accept", "a"),
                ok("Cache-Control", "max-age=60", "ETag", TAG, "Vary", "X, Accept"))
            .head();

    assertEquals(
        Fields.of("accept", "a", "range", "bytes=0-65535", "x", "y"),
        part(varying, CAME, LONGER).selecting());
  }

  @Test
  void aDigestOfTheContentIsNotOneOfThePart() {
    StoredHead head =
        whole(
            "Cache-Control", "max-age=60", "ETag", TAG, "Content-Digest", "x", "Repr-Digest", "y");

    Fields fields = part(head, CAME, LONGER).fields();

    assertNull(fields.first("Content-Digest"));
    assertEquals("y", fields.first("Repr-Digest"));
  }

  @Test
  void aPartThatIsCutNamesWhatItHas() {
    StoredHead head =
        kept(
                get("Range", "bytes=100-"),
                response(
                    206,
                    "Cache-Control",
                    "max-age=60",
                    "ETag",
                    TAG,
                    "Content-Range",
                    "bytes 100-199999/200000"))
            .head();

    StoredHead part = part(head, CAME, OptionalLong.of(199_900));

    assertEquals("bytes 100-65635/200000", part.fields().first("Content-Range"));
    assertEquals(Fields.of("range", "bytes=100-65635"), part.selecting());
  }

  @Test
  void withoutAStrongValidatorNobodyCouldAskForTheRest() {
    assertNull(cut(whole("Cache-Control", "max-age=60"), CAME, LONGER));
    assertNull(cut(whole("Cache-Control", "max-age=60", "ETag", "W/\"a\""), CAME, LONGER));
  }

  @Test
  void littleIsNotWorthIt() {
    assertNull(cut(tagged(), CAME - 1, LONGER));
  }

  @Test
  void whatHasAllItsBytesIsNoPart() {
    assertNull(cut(tagged(), CAME, OptionalLong.of(CAME)));
  }

  @Test
  void anotherStatusHasNoParts() {
    StoredHead notFound =
        kept(get(), response(404, "Cache-Control", "max-age=60", "ETag", TAG)).head();

    assertNull(cut(notFound, CAME, LONGER));
  }

  @Test
  void besideAWholeOneNobodyWouldUseIt() {
    FakeStored whole = storedAgo(100, "Cache-Control", "max-age=60", "ETag", "\"old\"");
    FakeStored otherVariant =
        stored("Vary", "Accept", "Cache-Control", "max-age=60").selectedBy("Accept", "a");

    assertNull(cut(tagged(), CAME, LONGER, whole));
    assertNotNull(cut(tagged(), CAME, LONGER, otherVariant));
  }

  @Test
  void theFixedPolicyKeepsNone() {
    assertNull(new FixedPolicy(Duration.ofSeconds(60)).cutShort(tagged(), CAME, LONGER, List.of()));
  }

  @Test
  void aLongerPartTakesThePlaceOfThoseWithinIt() {
    FakeStored shorter = new FakeStored(stored().key(), part(tagged(), CAME, LONGER), CAME);
    FakeStored another =
        new FakeStored(
            stored().key(),
            part(whole("Cache-Control", "max-age=60", "ETag", "\"b\""), CAME, LONGER),
            CAME);
    StoredHead longer = part(tagged(), CAME + 1, LONGER);

    assertEquals(List.of(shorter), Superseded.by(longer, List.of(another, shorter)));
    assertEquals(List.of(), Superseded.by(shorter.head(), List.of(shorter)));
    assertEquals(
        List.of(),
        Superseded.by(shorter.head(), List.of(new FakeStored(stored().key(), longer, CAME + 1))));
    assertEquals(List.of(another, shorter), Superseded.by(tagged(), List.of(another, shorter)));
  }
}
