package larder.caching;

import java.util.List;
import java.util.OptionalLong;
import larder.http.ByteRange;
import larder.http.ContentRange;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.Tokens;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * A stored response that holds part of a representation (RFC 9111, section 3.3).
 *
 * @param named the part that its {@code Content-Range} names
 * @param held the part that came; it ends earlier if the origin sent less than it named
 */
record StoredPart(StoredResponse stored, ContentRange named, ByteRange held) {
  static boolean isPart(StoredHead head) {
    return head.status() == 206;
  }

  /**
   * Whether it is a single part, of a range that was asked for. Several parts in one content (RFC
   * 9110, section 15.3.7.2) are not split. After {@code If-Range} the head is incomplete, because
   * the client has the rest already (section 15.3.7), so it must not stand for other parts.
   */
  static boolean mayComeFrom(RequestHead request, ResponseHead response) {
    Fields fields = response.fields();
    String text = fields.combined(FieldNames.CONTENT_RANGE);
    String type = fields.first(FieldNames.CONTENT_TYPE);
    return text != null
        && ContentRange.parse(text) != null
        && request.fields().has(FieldNames.RANGE)
        && !request.fields().has(FieldNames.IF_RANGE)
        && (type == null || !Tokens.startsWithIgnoringCase(type, 0, "multipart/byteranges"));
  }

  /** The part that {@code Content-Range} names; null if it names none. */
  static @Nullable ContentRange named(StoredHead head) {
    String text = head.fields().first(FieldNames.CONTENT_RANGE);
    return text == null ? null : ContentRange.parse(text);
  }

  /** The part; null if the response is not a part, or holds more than it names. */
  static @Nullable StoredPart of(StoredResponse stored) {
    ContentRange named = named(stored.head());
    if (named == null
        || !isPart(stored.head())
        || stored.length() == 0
        || stored.length() > named.range().length()) {
      return null;
    }
    long first = named.range().first();
    return new StoredPart(stored, named, new ByteRange(first, first + stored.length() - 1));
  }

  /** Only then do its positions certainly fit those of other parts. */
  boolean isAllThere() {
    return held.equals(named.range());
  }

  OptionalLong completeLength() {
    return named.completeLength();
  }

  /** Whether it names all of the range; only then may it answer (RFC 9111, section 3.3). */
  boolean names(ByteRange range) {
    return range.first() >= named.range().first() && range.last() <= named.range().last();
  }

  /** Whether it was the answer to this very range. */
  boolean answered(String range) {
    String asked = stored.head().selecting().first(FieldNames.RANGE);
    return asked != null && asked.equals(SelectingValue.normalised(FieldNames.RANGE, range));
  }

  /** Whether both appear to be parts of one representation. */
  boolean agreesWith(StoredPart other) {
    return Validators.of(stored.head()).equals(Validators.of(other.stored.head()))
        && (completeLength().isEmpty()
            || other.completeLength().isEmpty()
            || completeLength().equals(other.completeLength()));
  }

  /**
   * What is stored of a range within the named part; null if it is not within, or nothing is
   * stored. Less than was asked for may answer, because the origin itself had no more (RFC 9110,
   * section 15.3.7).
   */
  @Nullable ByteRange heldOf(ByteRange range) {
    return names(range) && range.first() <= held.last()
        ? new ByteRange(range.first(), Math.min(range.last(), held.last()))
        : null;
  }

  /** The piece with these bytes of the representation, all of which must be stored. */
  Piece piece(ByteRange range) {
    long first = held.first();
    return new Piece(stored, new ByteRange(range.first() - first, range.last() - first));
  }

  /** These bytes as an answer. */
  Answer.JoinedPart answer(ByteRange range) {
    return new Answer.JoinedPart(new ContentRange(range, completeLength()), List.of(piece(range)));
  }
}
