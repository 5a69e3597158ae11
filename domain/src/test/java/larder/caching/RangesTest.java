package larder.caching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import larder.http.ByteRange;
import larder.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, sections 14.1.2 and 14.2, against a content of a thousand bytes. */
class RangesTest {
  private static Answer answer(String range, long length) {
    return Ranges.answer(Fields.of("Range", range), length);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-499, 0, 499",
    "bytes=500-, 500, 999",
    "bytes=999-, 999, 999",
    "bytes=999-999, 999, 999",
    "bytes=0-, 0, 999",
    "bytes=0-5000, 0, 999",
    "bytes=-1, 999, 999",
    "bytes=-1000, 0, 999",
    "bytes=-5000, 0, 999",
    "BYTES=0-1, 0, 1",
    "bytes= 0-1, 0, 1",
    "bytes=00000000000000000000000000-01, 0, 1",
    "bytes=1-99999999999999999999999999999, 1, 999",
    "bytes=1-9223372036854775807, 1, 999",
    "bytes=-99999999999999999999999999999, 0, 999",
  })
  void givesThePartThatIsAskedFor(String range, long first, long last) {
    assertEquals(new Answer.Part(new ByteRange(first, last)), answer(range, 1000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=1000-",
        "bytes=1000-2000",
        "bytes=-0",
        "bytes=99999999999999999999999999999-",
        "bytes=9223372036854775807-9223372036854775807"
      })
  void saysThatThereIsNoSuchPart(String range) {
    assertEquals(Answer.NO_SUCH_PART, answer(range, 1000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=--1",
        "bytes=a-b",
        "bytes=0-b",
        "bytes=a-1",
        "bytes=1-0",
        "bytes=0",
        "bytes=+0-1",
        "bytes=0-+1",
        "bytes=0-1-2",
        "bytes=0 -1",
        "bytes 0-1",
        "bytes =0-1",
        "items=0-1",
        "0-1",
        "bytes=0-1,3-4",
        "bytes=0-1,",
        "bytes=\u06610-1"
      })
  void givesAllOfItForWhatIsNoSingleRangeOfBytes(String range) {
    Fields fields =
        range.contains("\u0661")
            ? Fields.builder().copy("Range", range).build()
            : Fields.of("Range", range);

    assertEquals(Answer.WHOLE, Ranges.answer(fields, 1000));
  }

  @Test
  void ofNothingThereIsNoPart() {
    assertEquals(Answer.NO_SUCH_PART, answer("bytes=0-", 0));
    assertEquals(Answer.NO_SUCH_PART, answer("bytes=-0", 0));
    assertEquals(Answer.WHOLE, answer("bytes=-1", 0));
  }

  @Test
  void severalLinesAreSeveralRanges() {
    assertEquals(
        Answer.WHOLE, Ranges.answer(Fields.of("Range", "bytes=0-1", "Range", "bytes=2-3"), 10));
  }
}
