package larder.caching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import larder.http.ByteRange;
import larder.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, sections 14.1.2 and 14.2, against a content of a thousand bytes. */
class RangesTest {
  private static Answer answer(String range, long length) {
    return Ranges.answer(Fields.of("Range", range), Fields.EMPTY, length);
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
        "bytes=,",
        "bytes=0-1,x",
        "bytes=0-1,-",
        "bytes=0-1,3-2",
        "bytes=0-1,bytes=3-4",
        "bytes=\u06610-1"
      })
  void givesAllOfItForWhatAreNoRangesOfBytes(String range) {
    Fields fields =
        range.contains("\u0661")
            ? Fields.builder().copy("Range", range).build()
            : Fields.of("Range", range);

    assertEquals(Answer.WHOLE, Ranges.answer(fields, Fields.EMPTY, 1000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-1,100-101 | 0-1 100-101",
        "bytes=0-1 , ,\t100-101, | 0-1 100-101",
        "bytes=500-501,0-1 | 500-501 0-1",
        "bytes=-2,0-1,300-301 | 998-999 0-1 300-301",
        "bytes=0-1,5000-,100-101 | 0-1 100-101",
        "bytes=0-99,50-149,300-301 | 0-149 300-301",
        "bytes=300-301,50-149,0-99 | 300-301 0-149",
        "bytes=0-499,100-101,600-601 | 0-499 600-601",
        "bytes=0-9,90-99 | 0-9 90-99",
      })
  void givesSeveralPartsInTheOrderAskedFor(String range, String parts) {
    assertEquals(new Answer.Parts(ranges(parts)), answer(range, 1000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-1, | 0-1",
        "bytes=0-1,2-3 | 0-3",
        "bytes=0-9,89-99 | 0-99",
        "bytes=0-,0-,0- | 0-999",
        "bytes=5000-,7-8,-0 | 7-8",
      })
  void partsThatNearlyTouchAreOne(String range, String part) {
    assertEquals(new Answer.Part(ranges(part).getFirst()), answer(range, 1000));
  }

  @Test
  void partsWithLessBetweenThemThanTheTypeThatEachRepeatsAreOne() {
    Fields request = Fields.of("Range", "bytes=0-9,300-309");
    Fields stored = Fields.of("Content-Type", "text/" + "a".repeat(200));

    assertEquals(new Answer.Part(new ByteRange(0, 309)), Ranges.answer(request, stored, 1000));
    assertEquals(
        new Answer.Parts(ranges("0-9 300-309")), Ranges.answer(request, Fields.EMPTY, 1000));
  }

  @Test
  void severalOfWhichNoneIsThereAreNone() {
    assertEquals(Answer.NO_SUCH_PART, answer("bytes=1000-,2000-2001,-0", 1000));
  }

  @Test
  void aHundredRangesThatOverlapAreOne() {
    String hundred = "0-,".repeat(99) + "5-6";

    assertEquals(new Answer.Part(new ByteRange(0, 999)), answer("bytes=" + hundred, 1000));
  }

  @Test
  void tooManyRangesGetAllOfIt() {
    assertEquals(new Answer.Part(new ByteRange(0, 0)), answer("bytes=" + "0-0,".repeat(200), 9));
    assertEquals(Answer.WHOLE, answer("bytes=" + "0-0,".repeat(200) + "0-0", 9));
  }

  private static List<ByteRange> ranges(String text) {
    List<ByteRange> ranges = new ArrayList<>();
    for (String range : text.split(" ", -1)) {
      String[] ends = range.split("-", 2);
      ranges.add(new ByteRange(Long.parseLong(ends[0]), Long.parseLong(ends[1])));
    }
    return ranges;
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
        Answer.WHOLE,
        Ranges.answer(Fields.of("Range", "bytes=0-1", "Range", "bytes=2-3"), Fields.EMPTY, 10));
  }
}
