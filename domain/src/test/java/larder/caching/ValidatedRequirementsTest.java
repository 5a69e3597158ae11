package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.RFC9111;
import static larder.caching.Given.ago;
import static larder.caching.Given.date;
import static larder.caching.Given.freshened;
import static larder.caching.Given.get;
import static larder.caching.Given.head;
import static larder.caching.Given.ok;
import static larder.caching.Given.response;
import static larder.caching.Given.revalidated;
import static larder.caching.Given.seconds;
import static larder.caching.Given.stored;
import static larder.caching.Given.storedAgo;
import static larder.caching.Given.validated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import larder.http.Fields;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.store.StoredHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, sections 4.3.3 to 4.3.5, and 3.2: what the answer to a validation means. */
class ValidatedRequirementsTest {
  private static final FakeStored TAGGED =
      storedAgo(70, "Cache-Control", "max-age=60", "ETag", "\"a\"");
  private static final FakeStored DATED =
      storedAgo(70, "Cache-Control", "max-age=60", "Last-Modified", date(900));

  @Test
  void a304FreshensWhatHasTheSameStrongTag() {
    Reuse.Revalidate asked = revalidated(get(), TAGGED);
    ResponseHead answer = response(304, "ETag", "\"a\"", "Cache-Control", "max-age=90");
    Validation validation = RFC9111.validated(get(), asked, answer, ago(3), ago(1), Trace.OFF);
    StoredHead head =
        new StoredHead(
            200,
            "OK",
            Fields.of("ETag", "\"a\"", "Cache-Control", "max-age=90", "Date", date(1)),
            Fields.EMPTY,
            ago(3),
            ago(1));

    assertEquals(
        new Validation.Freshened(
            TAGGED, head, head, Answer.WHOLE, seconds(2), seconds(88), Reason.FRESHENED),
        validation);
  }

  @Test
  void a304ReplacesTheFieldsThatItHasAndNoOther() {
    FakeStored stored =
        storedAgo(
            70,
            "Cache-Control",
            "max-age=60",
            "ETag",
            "\"a\"",
            "Age",
            "50",
            "X",
            "1",
            "Y",
            "1",
            "x",
            "2",
            "Content-Type",
            "text/plain",
            "Content-Encoding",
            "gzip",
            "Content-Language",
            "en",
            "Set-Cookie",
            "a=b");
    ResponseHead answer =
        response(
            304,
            "ETag",
            "\"a\"",
            "Date",
            date(0),
            "x",
            "3",
            "Content-Length",
            "0",
            "Content-Type",
            "text/html",
            "Content-Encoding",
            "br",
            "Content-Range",
            "bytes 0-1/2",
            "Content-Language",
            "de",
            "Proxy-Authenticate",
            "Basic",
            "Cache-Control",
            "max-age=60, no-cache=\"secret\"",
            "Secret",
            "1",
            "X",
            "4");

    Validation.Freshened freshened = freshened(get(), revalidated(get(), stored), answer);

    assertEquals(
        Fields.of(
            "Y", "1",
            "Content-Type", "text/plain",
            "Content-Encoding", "gzip",
            "Set-Cookie", "a=b",
            "ETag", "\"a\"",
            "Date", date(0),
            "x", "3",
            "Content-Language", "de",
            "Cache-Control", "max-age=60, no-cache=\"secret\"",
            "Secret", "1",
            "X", "4"),
        freshened.head().fields());
    assertEquals(freshened.head().fields().without("Secret"), freshened.kept().fields());
  }

  @Test
  void a304WithAnAgeKeepsThatAge() {
    Validation.Freshened freshened =
        freshened(get(), revalidated(get(), TAGGED), response(304, "ETag", "\"a\"", "Age", "10"));

    assertEquals("10", freshened.head().fields().combined("Age"));
    assertEquals(seconds(10), freshened.age());
    assertEquals(seconds(50), freshened.remaining());
  }

  @Test
  void a304UpdatesNothingThatHasAnotherStrongTag() {
    assertEquals(
        new Validation.AskAgain(Reason.UNIDENTIFIED),
        validated(get(), revalidated(get(), TAGGED), response(304, "ETag", "\"b\"")));
  }

  @Test
  void a304WithAStrongTagConfirmsAWeakOneAndUpdatesNothing() {
    FakeStored weak = storedAgo(70, "Cache-Control", "max-age=60", "ETag", "W/\"a\"");
    Validation.Freshened freshened =
        freshened(get(), revalidated(get(), weak), response(304, "ETag", "\"a\"", "X", "1"));

    assertEquals(weak, freshened.stored());
    assertEquals(weak.head(), freshened.head());
    assertEquals(weak.head(), freshened.kept());
    assertEquals(seconds(70), freshened.age());
    assertEquals(seconds(-10), freshened.remaining());
  }

  @Test
  void a304FreshensTheOneThatItsStrongTagNames() {
    FakeStored newest = storedAgo(70, "ETag", "\"a\"", "Cache-Control", "max-age=1");
    FakeStored weak = storedAgo(75, "ETag", "W/\"b\"", "Cache-Control", "max-age=1");
    FakeStored older = storedAgo(80, "ETag", "\"b\"", "Cache-Control", "max-age=1");
    Reuse.Revalidate asked = revalidated(get(), newest, weak, older);

    assertEquals(older, freshened(get(), asked, response(304, "ETag", "\"b\"")).stored());
  }

  @Test
  void a304WithAWeakTagFreshensTheMostRecentThatHasIt() {
    FakeStored newest = storedAgo(70, "ETag", "\"a\"", "Cache-Control", "max-age=1");
    FakeStored second = storedAgo(75, "ETag", "W/\"b\"", "Cache-Control", "max-age=1");
    FakeStored third = storedAgo(80, "ETag", "\"b\"", "Cache-Control", "max-age=1");
    Reuse.Revalidate asked = revalidated(get(), newest, second, third);

    assertEquals(second, freshened(get(), asked, response(304, "ETag", "W/\"b\"")).stored());
    assertEquals(
        new Validation.AskAgain(Reason.UNIDENTIFIED),
        validated(get(), asked, response(304, "ETag", "W/\"c\"")));
  }

  @Test
  void a304WithADateFreshensWhatHasTheSame() {
    Reuse.Revalidate asked = revalidated(get(), DATED);

    assertEquals(
        DATED, freshened(get(), asked, response(304, "Last-Modified", date(900))).stored());
    assertEquals(
        new Validation.AskAgain(Reason.UNIDENTIFIED),
        validated(get(), asked, response(304, "Last-Modified", date(901))));
  }

  @Test
  void a304WithoutAValidatorFreshensTheOnlyOneThatWasAskedAbout() {
    assertEquals(TAGGED, freshened(get(), revalidated(get(), TAGGED), response(304)).stored());
    assertEquals(DATED, freshened(get(), revalidated(get(), DATED), response(304)).stored());
  }

  @Test
  void a304WithoutAValidatorSaysNothingOfSeveral() {
    FakeStored other = storedAgo(80, "ETag", "\"b\"", "Cache-Control", "max-age=1");

    assertEquals(
        new Validation.AskAgain(Reason.UNIDENTIFIED),
        validated(get(), revalidated(get(), TAGGED, other), response(304)));
  }

  @Test
  void a304WithoutATagSaysNothingIfTheClientsTagsWereAskedAboutToo() {
    FakeStored both =
        storedAgo(70, "ETag", "\"a\"", "Last-Modified", date(900), "Cache-Control", "max-age=1");
    RequestHead request = get("If-None-Match", "\"z\"");
    Reuse.Revalidate asked = revalidated(request, both);

    assertEquals(
        new Validation.AskAgain(Reason.UNIDENTIFIED), validated(request, asked, response(304)));
    assertEquals(
        new Validation.AskAgain(Reason.UNIDENTIFIED),
        validated(request, asked, response(304, "Last-Modified", date(900))));
  }

  @Test
  void a304AboutTheClientsOwnGoesToTheClient() {
    RequestHead request = get("If-None-Match", "\"z\"");

    assertEquals(
        new Validation.Replaced(Reason.CLIENT_VALIDATED),
        validated(request, revalidated(request, TAGGED), response(304, "ETag", "\"z\"")));
  }

  @Test
  void a304AboutTheStoredOneIsAnsweredWholeIfTheClientHasAnother() {
    RequestHead request = get("If-None-Match", "\"z\"");
    Reuse.Revalidate asked = revalidated(request, TAGGED);

    assertEquals(Answer.WHOLE, freshened(request, asked, response(304, "ETag", "\"a\"")).answer());
  }

  @Test
  void a304AboutTheStoredOneIsAnswered304IfTheClientHasIt() {
    RequestHead request = get("If-None-Match", "\"z\", \"a\"");
    Reuse.Revalidate asked = revalidated(request, TAGGED);

    assertEquals(
        Answer.NOT_MODIFIED, freshened(request, asked, response(304, "ETag", "\"a\"")).answer());
  }

  @Test
  void theClientsDateIsHeldAgainstTheFreshenedOne() {
    RequestHead request = get("If-Modified-Since", date(900));
    Reuse.Revalidate asked = revalidated(request, DATED);

    assertEquals(Answer.NOT_MODIFIED, freshened(request, asked, response(304)).answer());
    RequestHead older = get("If-Modified-Since", date(901));
    assertEquals(Answer.WHOLE, freshened(older, revalidated(older, DATED), response(304)).answer());
  }

  @Test
  void a304ToConditionsOfTheClientAloneIsTheClients() {
    FakeStored stored = storedAgo(70, "Cache-Control", "max-age=60, stale-if-error=600");
    RequestHead request = get("If-None-Match", "\"z\"");

    assertEquals(
        new Validation.Replaced(Reason.CLIENT_VALIDATED),
        validated(request, revalidated(request, stored), response(304)));
  }

  @Test
  void theSelectingFieldsAreThoseThatTheFreshenedOneVariesOn() {
    FakeStored stored =
        storedAgo(70, "Cache-Control", "max-age=60", "ETag", "\"a\"", "Vary", "Foo")
            .selectedBy("Foo", "1");
    RequestHead request = get("Foo", "1", "Bar", "2");
    ResponseHead answer = response(304, "ETag", "\"a\"", "Vary", "Foo, Bar");

    assertEquals(
        Fields.of("bar", "2", "foo", "1"),
        freshened(request, revalidated(request, stored), answer).head().selecting());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 203, 206, 301, 400, 404, 410, 412, 416, 429, 501, 505})
  void anyOtherAnswerReplacesWhatIsStored(int status) {
    assertEquals(
        new Validation.Replaced(Reason.NEW_RESPONSE),
        validated(get(), revalidated(get(), TAGGED), response(status, "ETag", "\"a\"")));
  }

  @Test
  void a200ToHeadFreshensWhatHasTheSameValidators() {
    FakeStored stored =
        storedAgo(70, "Cache-Control", "max-age=60", "ETag", "\"a\"", "Last-Modified", date(900))
            .length(5);
    Reuse.Revalidate asked = revalidated(head(), stored);
    ResponseHead same =
        ok("ETag", "\"a\"", "Last-Modified", date(900), "Content-Length", "5", "X", "1");
    Validation.Freshened freshened = freshened(head(), asked, same);

    assertEquals("1", freshened.head().fields().combined("X"));
    assertEquals(Answer.WHOLE, freshened.answer());
    assertInstanceOf(Validation.Freshened.class, validated(head(), asked, ok("ETag", "\"a\"")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ETag | \"b\" | X | 1",
        "ETag | W/\"a\" | X | 1",
        "ETag | \"a\" | Content-Length | 6",
        "ETag | \"a\" | Content-Length | 05",
        "ETag | \"a\" | Last-Modified | Sun, 06 Nov 1994 08:49:37 GMT",
        "Last-Modified | Sun, 06 Nov 1994 08:49:37 GMT | X | 1",
        "Content-Length | 5 | X | 1",
        "X | 1 | Y | 1",
      })
  void a200ToHeadWithOtherOnesOrNoneFreshensNothing(
      String name, String value, String other, String otherValue) {
    FakeStored stored = storedAgo(70, "Cache-Control", "max-age=60", "ETag", "\"a\"").length(5);

    assertEquals(
        new Validation.Replaced(Reason.NEW_RESPONSE),
        validated(head(), revalidated(head(), stored), ok(name, value, other, otherValue)));
  }

  @Test
  void aHeadSaysNothingOfAStoredResponseThatIsNo200() {
    FakeStored gone = storedAgo(70, "Cache-Control", "max-age=60", "ETag", "\"a\"").status(410);
    ResponseHead same = ok("ETag", "\"a\"");

    assertEquals(
        new Validation.Replaced(Reason.NEW_RESPONSE),
        validated(head(), revalidated(head(), gone), same));
    assertEquals(
        new Validation.Replaced(Reason.NEW_RESPONSE),
        validated(head(), revalidated(head(), TAGGED), response(410, "ETag", "\"a\"")));
  }

  @Test
  void aPartOfWhatWasFreshenedIsServed() {
    RequestHead request = get("Range", "bytes=0-1");
    Validation.Freshened freshened =
        freshened(request, revalidated(request, TAGGED), response(304, "ETag", "\"a\""));

    assertEquals(new Answer.Part(new larder.http.ByteRange(0, 1)), freshened.answer());
    assertEquals(NOW, freshened.head().receivedAt());
  }
}
