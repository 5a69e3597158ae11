package larder.caching;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import larder.http.ByteRange;
import larder.http.ContentRange;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * The stored parts of one representation that match a request and agree with the most recent of
 * them. They are joined only if they share a strong validator (RFC 9111, section 3.4).
 */
final class Parts {
  /** The most recent one first; not empty. */
  private final List<StoredPart> parts;

  private final boolean joinable;

  private Parts(List<StoredPart> parts, boolean joinable) {
    this.parts = parts;
    this.joinable = joinable;
  }

  /** The parts that match; null if there are none. */
  static @Nullable Parts matching(Fields request, List<StoredResponse> stored) {
    List<StoredPart> matching = new ArrayList<>();
    for (StoredResponse response : stored) {
      StoredPart part = StoredPart.of(response);
      if (part != null && Vary.matches(request, response.head())) {
        matching.add(part);
      }
    }
    if (matching.isEmpty()) {
      return null;
    }
    StoredPart latest = latest(matching);
    matching.removeIf(part -> !part.agreesWith(latest));
    matching.remove(latest);
    matching.addFirst(latest);
    return new Parts(matching, Validators.strong(latest.stored().head()) != null);
  }

  private static StoredPart latest(List<StoredPart> parts) {
    StoredPart latest = parts.getFirst();
    Instant date = ResponseSelection.dateOf(latest.stored().head());
    for (StoredPart part : parts) {
      Instant other = ResponseSelection.dateOf(part.stored().head());
      if (other.isAfter(date)) {
        latest = part;
        date = other;
      }
    }
    return latest;
  }

  /** The most recent part: its head stands for all that are joined. */
  StoredResponse latest() {
    return parts.getFirst().stored();
  }

  /** Whether they have a strong validator in common. */
  boolean areJoinable() {
    return joinable;
  }

  /** The length of the representation, if one of the parts says so. */
  OptionalLong completeLength() {
    for (StoredPart part : parts) {
      if (part.completeLength().isPresent()) {
        return part.completeLength();
      }
    }
    return OptionalLong.empty();
  }

  /**
   * The answer to the request's range: a single part, or several joined; null if the range is not
   * stored.
   *
   * @param usable which parts may be used on their own
   */
  @Nullable Found answer(Fields request, Predicate<StoredResponse> usable) {
    long length = completeLength().orElse(Long.MAX_VALUE);
    Fields fields = latest().head().fields();
    if (!(Ranges.answer(request, fields, length) instanceof Answer.Part(ByteRange range))) {
      return null;
    }
    String asked = String.valueOf(request.combined(FieldNames.RANGE));
    for (StoredPart part : parts) {
      if (part.answered(asked) && part.names(range) && usable.test(part.stored())) {
        return found(part, part.held());
      }
    }
    return answer(range, usable);
  }

  private @Nullable Found answer(ByteRange range, Predicate<StoredResponse> usable) {
    for (StoredPart part : parts) {
      ByteRange held = part.heldOf(range);
      if (held != null && usable.test(part.stored())) {
        return found(part, held);
      }
    }
    List<Piece> pieces = joinable ? from(range.first(), range.last()) : List.of();
    return pieces.isEmpty()
        ? null
        : new Found(
            latest(), new Answer.JoinedPart(new ContentRange(range, completeLength()), pieces));
  }

  private Found found(StoredPart part, ByteRange held) {
    return new Found(joinable ? latest() : part.stored(), part.answer(held));
  }

  /** The whole representation; null if it is not all stored. */
  @Nullable Found whole(Predicate<StoredResponse> usable) {
    OptionalLong length = completeLength();
    if (length.isEmpty()) {
      return null;
    }
    Found all = answer(new ByteRange(0, length.getAsLong() - 1), usable);
    return all != null
            && all.answer() instanceof Answer.JoinedPart(ContentRange range, List<Piece> pieces)
            && range.range().length() == length.getAsLong()
        ? new Found(all.stored(), new Answer.JoinedWhole(pieces))
        : null;
  }

  /** The pieces that make up this range; empty if one is missing. */
  private List<Piece> from(long first, long last) {
    List<Piece> pieces = new ArrayList<>();
    long position = first;
    while (position <= last) {
      StoredPart next = farthestFrom(position);
      if (next == null) {
        return List.of();
      }
      long end = Math.min(last, next.held().last());
      pieces.add(next.piece(new ByteRange(position, end)));
      position = end + 1;
    }
    return pieces;
  }

  /** The part that reaches farthest from this byte, among those that hold it; null if none does. */
  private @Nullable StoredPart farthestFrom(long position) {
    StoredPart farthest = null;
    for (StoredPart part : parts) {
      ByteRange held = part.held();
      if (part.isAllThere()
          && held.first() <= position
          && held.last() >= position
          && (farthest == null || held.last() > farthest.held().last())) {
        farthest = part;
      }
    }
    return farthest;
  }

  /**
   * The beginning that is stored without a gap, or else the end; null without either. If everything
   * is stored, leaves out the last byte, because the request must ask for something.
   */
  @Nullable Held atOneEnd() {
    OptionalLong length = completeLength();
    long last = length.orElse(Long.MAX_VALUE) - 1;
    long beginning = lastFrom(0);
    if (beginning >= 0 && last > 0) {
      return held(new ByteRange(0, Math.min(beginning, last - 1)));
    }
    if (beginning >= 0 || length.isEmpty()) {
      return null;
    }
    long first = last + 1;
    for (StoredPart part : parts) {
      if (part.held().first() < first && lastFrom(part.held().first()) == last) {
        first = part.held().first();
      }
    }
    return first > last ? null : held(new ByteRange(first, last));
  }

  private Held held(ByteRange range) {
    return new Held(new ContentRange(range, completeLength()), from(range.first(), range.last()));
  }

  /**
   * The last byte stored without a gap from this one on; less than this one if it is not stored.
   */
  private long lastFrom(long position) {
    long last = position - 1;
    for (StoredPart next = farthestFrom(position);
        next != null;
        next = joinable ? farthestFrom(last + 1) : null) {
      last = next.held().last();
    }
    return last;
  }

  /** An answer, with the stored response whose head goes with it. */
  record Found(StoredResponse stored, Answer answer) {}

  /** A range, and the pieces that make it up. */
  record Held(ContentRange range, List<Piece> pieces) {}
}
