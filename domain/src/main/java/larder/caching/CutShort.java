package larder.caching;

import java.util.List;
import java.util.OptionalLong;
import larder.http.ByteRange;
import larder.http.ContentRange;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.StatusCodes;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/** Decides what to keep of content that was cut short (RFC 9111, section 3.3). */
final class CutShort {
  /** Less content is not kept: fetching it again is as quick as asking for the rest. */
  static final long LEAST = 64 * 1024;

  private CutShort() {}

  /**
   * The head of the part that came; the rest can be asked for by its strong validator (RFC 9110,
   * section 13.1.5). Null if the same requests get a whole response that is stored already.
   */
  static @Nullable StoredHead partOf(
      StoredHead head, long came, OptionalLong announced, List<StoredResponse> stored) {
    if (came < LEAST || Validators.strong(head) == null) {
      return null;
    }
    ContentRange range = range(head, came, announced);
    return range == null || isThereWhole(head, stored) ? null : part(head, range);
  }

  private static @Nullable ContentRange range(StoredHead head, long came, OptionalLong announced) {
    if (head.status() == 200) {
      boolean cut = announced.isEmpty() || came < announced.getAsLong();
      return cut ? new ContentRange(new ByteRange(0, came - 1), announced) : null;
    }
    ContentRange named = StoredPart.named(head);
    if (named == null || !StoredPart.isPart(head) || came > named.range().length()) {
      return null;
    }
    long first = named.range().first();
    return new ContentRange(new ByteRange(first, first + came - 1), named.completeLength());
  }

  private static boolean isThereWhole(StoredHead head, List<StoredResponse> stored) {
    Fields selecting = head.selecting().without(FieldNames.RANGE);
    return stored.stream()
        .anyMatch(
            response ->
                ResponseSelection.isWhole(response)
                    && response.head().selecting().equals(selecting));
  }

  private static StoredHead part(StoredHead head, ContentRange range) {
    Fields fields =
        StoredFields.withoutDigest(head.fields()).with(FieldNames.CONTENT_RANGE, "" + range);
    return new StoredHead(
        206,
        StatusCodes.reason(206),
        fields,
        Vary.selectingPart(head.selecting(), range.range()),
        head.requestedAt(),
        head.receivedAt());
  }
}
