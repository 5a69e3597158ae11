package larder.caching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import larder.http.ByteRange;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/** Applies the ranges that a client asks for to a content's length (RFC 9110, section 14). */
final class Ranges {
  private static final String UNIT = "bytes=";

  /**
   * More ranges get the whole content: no honest client sends so many (RFC 9110, section 17.15).
   */
  private static final int MOST_RANGES = 200;

  /**
   * The octets in front of a part of {@code multipart/byteranges}, without the numbers of its
   * {@code Content-Range} and without its {@code Content-Type}.
   */
  private static final long PART_HEAD = 69;

  private final long length;

  /** What one more part costs: a gap up to this is cheaper to send (section 15.3.7.2). */
  private final long partCost;

  private final List<Wanted> wanted = new ArrayList<>(1);

  private Ranges(long length, Fields stored) {
    this.length = length;
    this.partCost = PART_HEAD + octetsOfNumbers(length) + octetsOfType(stored);
  }

  /** At most: a position may have fewer digits than the last. */
  private static long octetsOfNumbers(long length) {
    return 2L * Long.toString(length - 1).length() + Long.toString(length).length();
  }

  /** Each part repeats the type. It may be longer than the content. */
  private static long octetsOfType(Fields stored) {
    String type = stored.first(FieldNames.CONTENT_TYPE);
    return type == null ? 0 : FieldNames.CONTENT_TYPE.length() + type.length() + 4;
  }

  /**
   * One range as requested.
   *
   * @param place its place among those requested
   */
  private record Wanted(int place, ByteRange range) {
    /** How many bytes lie between the two; negative if they overlap. The other begins first. */
    long gapAfter(Wanted other) {
      return range.first() - other.range.last() - 1;
    }

    Wanted with(Wanted other) {
      long first = Math.min(range.first(), other.range.first());
      long last = Math.max(range.last(), other.range.last());
      return new Wanted(Math.min(place, other.place), new ByteRange(first, last));
    }
  }

  /**
   * The answer for the ranges: whole if they are not byte ranges, malformed, or too many, because a
   * recipient may ignore them (RFC 9110, section 14.2). Merges ranges that overlap, so that no byte
   * is sent twice, and ranges with less between them than a part costs, so that the parts and their
   * heads are never much more than the content.
   *
   * @param stored the fields of the stored response
   */
  static Answer answer(Fields request, Fields stored, long length) {
    String value = request.combined(FieldNames.RANGE);
    if (value == null || !Tokens.startsWithIgnoringCase(value, 0, UNIT)) {
      return Answer.WHOLE;
    }
    Ranges ranges = new Ranges(length, stored);
    Answer refused = ranges.read(value.substring(UNIT.length()));
    return refused == null ? ranges.answer() : refused;
  }

  /** Reads the ranges; returns null, or the answer if they cannot be used. */
  private @Nullable Answer read(String set) {
    int place = 0;
    for (String element : set.split(",", MOST_RANGES + 1)) {
      String spec = Tokens.trim(element);
      if (spec.isEmpty()) {
        continue;
      }
      if (place == MOST_RANGES || !read(spec, place)) {
        return Answer.WHOLE;
      }
      place++;
    }
    return place == 0 ? Answer.WHOLE : null;
  }

  /** Returns false if it is malformed. Leaves out a range that holds no byte. */
  private boolean read(String spec, int place) {
    int dash = spec.indexOf('-');
    if (dash < 0) {
      return false;
    }
    boolean suffix = dash == 0;
    boolean open = dash == spec.length() - 1;
    long first = suffix ? 0 : position(spec, 0, dash);
    long last = open ? Long.MAX_VALUE : position(spec, dash + 1, spec.length());
    if (first < 0 || last < 0 || last < first || (suffix && open)) {
      return false;
    }
    if (suffix && last > 0 && length == 0) {
      return false; // the last bytes of empty content are all of it (RFC 9110, section 14.1.2)
    }
    if (suffix) {
      first = Math.max(0, length - last);
      last = length - 1;
    }
    if (first < length) {
      wanted.add(new Wanted(place, new ByteRange(first, Math.min(last, length - 1))));
    }
    return true;
  }

  private Answer answer() {
    List<ByteRange> ranges = merged();
    return switch (ranges.size()) {
      case 0 -> Answer.NO_SUCH_PART;
      case 1 -> new Answer.Part(ranges.getFirst());
      default -> new Answer.Parts(ranges);
    };
  }

  /** In the order requested. */
  private List<ByteRange> merged() {
    wanted.sort(Comparator.comparingLong(one -> one.range().first()));
    List<Wanted> merged = new ArrayList<>(wanted.size());
    for (Wanted next : wanted) {
      if (!merged.isEmpty() && next.gapAfter(merged.getLast()) <= partCost) {
        merged.add(merged.removeLast().with(next));
      } else {
        merged.add(next);
      }
    }
    merged.sort(Comparator.comparingInt(Wanted::place));
    return merged.stream().map(Wanted::range).toList();
  }

  /** A number that saturates; -1 for anything but digits. */
  private static long position(String text, int start, int end) {
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : 10 * number + digit;
    }
    return number;
  }
}
