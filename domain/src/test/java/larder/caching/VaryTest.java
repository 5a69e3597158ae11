package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.get;
import static larder.caching.Given.served;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import larder.http.ByteRange;
import larder.http.Fields;
import larder.store.StoredHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, section 4.1: selecting fields and how they are compared. */
class VaryTest {
  private static boolean matches(String vary, Fields stored, Fields request) {
    Fields response = Fields.of("Vary", vary);
    Fields selecting = Vary.selecting(stored, response);
    return Vary.matches(request, new StoredHead(200, "OK", response, selecting, NOW, NOW));
  }

  private static boolean same(String name, String one, String other) {
    boolean forth = matches(name, Fields.of(name, one), Fields.of(name, other));
    boolean back = matches(name, Fields.of(name, other), Fields.of(name, one));
    assertEquals(forth, back, "matching is symmetric");
    return forth;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Foo | 1 | 1",
        "Accept | a/b,c/d | a/b ,  c/d",
        "Accept | a/b, c/d | ,a/b,,c/d,",
        "Accept-Charset | a, b | a,,b",
        "Accept-Encoding | gzip, br | ,br,,gzip",
        "Cache-Control | max-age=1, no-cache | max-age=1,no-cache",
        "Prefer | respond-async, wait=10 | respond-async,wait=10",
        "Accept | text/html, */* | text/html,*/*",
        "Accept-Language | en, de | de, en",
        "Accept-Language | en, de | eN, De",
        "Accept-Language | en, de;q=0.5 | de ; q=0.50 , en;q=1.000",
        "Accept-Encoding | gzip, br | br,gzip",
        "Accept-Encoding | gzip;q=1.0, br;q=0.800 | br;q=0.8,gzip;q=1",
        "Accept-Encoding | GZIP;Q=0.5 | gzip;q=0.5",
        "Accept-Encoding | gzip;q=0.0 | gzip;q=0",
        "Accept-Encoding | gzip ; Q=0.5 | gzip;q=0.500",
        "Accept-Encoding | gzip;q=0. | gzip;q=0",
        "Accept-Encoding | gzip;q=1. | gzip",
        "Accept-Encoding | gzip, br, gzip | br, gzip",
        "Accept-Encoding | gzip;q=0.5, GZIP;q=0.50 | gzip;q=0.5",
        "Accept-Encoding | x-gzip, X-Compress;q=0.3 | gzip, compress;q=0.3",
        "Accept-Encoding | x-gzip, gzip | gzip",
        "Accept-Encoding | a ; x=1.00, b | b, A;x=1.00",
      })
  void theseValuesAreTheSame(String name, String one, String other) {
    assertTrue(same(name, one, other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Foo | 1 | 2",
        "Foo | a | A",
        "Foo | 1, 2 | 2, 1",
        "Foo | 1 2 | 12",
        "Foo | 1,2 | 1, 2",
        "Foo | 1 | ,1",
        "Foo | 1 | 1,",
        "Cookie | a=1,b | a=1, b",
        "Cookie | a=1, b | a=1,,b",
        "Cookie | a=1 | ,a=1",
        "User-Agent | m (a,b) | m (a, b)",
        "User-Agent | m (a,b) | ,m (a,b)",
        "Authorization | Digest a=b,c=d | Digest a=b, c=d",
        "Foo | \"a,b\" | \"a, b\"",
        "Accept | text/html, */* | */*, text/html",
        "Cookie | a=B | a=b",
        "Accept-Language | en, de | en",
        "Accept-Encoding | gzip | gzip;q=0.5",
        "Accept-Encoding | gzip;q=0.5 | gzip;q=0.05",
        "Accept-Encoding | gzip;q=10 | gzip;q=1",
        "Accept-Encoding | gzip;q=1.0000 | gzip",
        "Accept-Encoding | gzip;q=1.1 | gzip;q=1.10",
        "Accept-Encoding | gzip;q=0.5.0 | gzip;q=0.5.",
        "Accept-Encoding | gzip;q=0,5 | gzip;q=0.5",
        "Accept-Encoding | gzip;q=.5 | gzip;q=0.5",
        "Accept-Encoding | gzip;q=0-5 | gzip;q=0.5",
        "Accept-Encoding | gzip;q= | gzip",
        "Accept-Encoding | gzip;q=1;x=y | gzip;x=y",
        "Accept-Encoding | gzip, gzip;q=0.5 | gzip",
        "Accept-Encoding | br, gzip;q=0 | br",
        "Accept-Encoding | gzip, *;q=0 | gzip",
        "Accept-Encoding | gzip, identity;q=1 | gzip",
        "Accept-Encoding | x-br | br",
        "Accept-Language | x-gzip | gzip",
        "Accept-Encoding | gzip | br",
        "Accept-Encoding | a;x=1.00 | a;x=1",
      })
  void theseValuesAreNot(String name, String one, String other) {
    assertFalse(same(name, one, other));
  }

  @Test
  void linesOfOneFieldAreOneValue() {
    assertTrue(matches("Foo", Fields.of("Foo", "1, 2"), Fields.of("foo", "1", "FOO", "2")));
    assertTrue(matches("foo", Fields.of("Foo", "1", "Foo", "2"), Fields.of("Foo", "1, 2")));
    assertTrue(
        matches("Accept", Fields.of("Accept", "1", "Accept", "2"), Fields.of("Accept", "1,2")));
    assertFalse(
        matches("Cookie", Fields.of("Cookie", "a=1,b"), Fields.of("Cookie", "a=1", "Cookie", "b")));
  }

  @Test
  void whatIsKeptBecomesTheSameWhenItIsReadAsARequest() {
    Fields request = Fields.of("Cookie", "b", "cookie", ",a,,c ", "Accept", "a/b,,c/d");
    Fields response = Fields.of("Vary", "cookie, ACCEPT");
    Fields kept = Vary.selecting(request, response);

    assertEquals(kept.toString(), Vary.selecting(kept, response).toString());
    assertTrue(Vary.matches(kept, new StoredHead(200, "OK", response, kept, NOW, NOW)));
  }

  @Test
  void theSelectingFieldsOfAPartAreInTheSameOrderWhereverItComesFrom() {
    Fields request = Fields.of("Range", "bytes=0-9", "Sa", "1", "S_", "2", "Q", "3", "Accept", "4");
    Fields response = Fields.of("Vary", "Sa, S_, Q, Accept");

    assertEquals(
        Vary.selectingPart(request, response).toString(),
        Vary.selectingPart(Vary.selecting(request, response), new ByteRange(0, 9)).toString());
  }

  @Test
  void allFieldsThatAreNamedMustMatch() {
    Fields stored = Fields.of("Foo", "1", "Bar", "2", "Other", "3");

    assertTrue(matches("Foo, Bar", stored, Fields.of("Bar", "2", "Foo", "1", "Other", "4")));
    assertFalse(matches("Foo, Bar", stored, Fields.of("Foo", "1", "Bar", "3")));
    assertFalse(matches("Foo, Bar", stored, Fields.of("Foo", "2", "Bar", "2")));
  }

  @Test
  void anAbsentFieldMatchesAnAbsentOneAlone() {
    assertTrue(matches("Foo", Fields.EMPTY, Fields.EMPTY));
    assertFalse(matches("Foo", Fields.EMPTY, Fields.of("Foo", "1")));
    assertFalse(matches("Foo", Fields.of("Foo", "1"), Fields.EMPTY));
    assertFalse(matches("Foo", Fields.EMPTY, Fields.of("Foo", "")));
    assertFalse(matches("Foo", Fields.of("Foo", ""), Fields.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "*, *", ", *", "*, Foo", "Foo, *", "Foo Bar", "\"Foo\""})
  void whatIsNoListOfNamesMatchesNothing(String vary) {
    Fields request = Fields.of("Foo", "1");

    assertTrue(Vary.isOnAnything(Fields.of("Vary", vary)));
    assertTrue(Vary.isOnAnything(Fields.of("Vary", "Foo", "Vary", vary)));
    assertFalse(matches(vary, Fields.EMPTY, request));
  }

  /** Each of them would be compared with each request. */
  @Test
  void whatNamesTooManyMatchesNothing() {
    String most = "x,".repeat(Vary.MOST_NAMES);

    assertFalse(Vary.isOnAnything(Fields.of("Vary", most)));
    assertTrue(matches(most, Fields.EMPTY, Fields.EMPTY));
    assertTrue(Vary.isOnAnything(Fields.of("Vary", most, "Vary", "x")));
    assertFalse(matches(most + "x", Fields.EMPTY, Fields.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "Foo", "Foo, Bar"})
  void aListOfNamesIsNotOnAnything(String vary) {
    assertFalse(Vary.isOnAnything(Fields.of("Vary", vary)));
    assertFalse(Vary.isOnAnything(Fields.EMPTY));
  }

  @Test
  void whatIsKeptIsInOrderInLowerCaseAndWithoutWhatWasAbsent() {
    Fields request =
        Fields.of("X", "9", "Foo", "1 ,2", "Accept-Encoding", "gzip, br;q=1", "foo", "3");
    Fields response = Fields.of("Vary", "FOO, accept-encoding", "Vary", "Bar, foo");

    assertEquals(
        "accept-encoding: br, gzip\nfoo: 1 ,2, 3\n", Vary.selecting(request, response).toString());
    assertEquals(Fields.EMPTY, Vary.selecting(request, Fields.EMPTY));
  }

  @Test
  void amongVariantsByTwoFieldsTheOneThatMatchesBothIsTaken() {
    FakeStored varying = storedAgo(5, "Cache-Control", "max-age=60", "Vary", "Accept-Encoding, X");
    FakeStored other = varying.selectedBy("Accept-Encoding", "gzip", "X", "1");
    FakeStored half = varying.selectedBy("Accept-Encoding", "br, gzip", "X", "2");
    FakeStored both = varying.selectedBy("Accept-Encoding", "br, gzip", "X", "1");

    assertEquals(
        both, served(get("Accept-Encoding", "gzip,br", "X", "1"), other, half, both).stored());
  }
}
