package larder.caching;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import larder.http.FieldNames;
import larder.http.ResponseHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * Finds the stored response that an answer without content is about (RFC 9111, sections 4.3.4 and
 * 4.3.5). {@link Updating} then updates it.
 */
final class Freshening {
  private Freshening() {}

  /** What a 304 is about. */
  sealed interface Subject {
    /** A stored response, which takes over the answer's fields. */
    record Updated(StoredResponse stored) implements Subject {}

    /**
     * A stored response whose tag differs only in being weak. It is valid, but its fields stay: a
     * strong validator updates only responses with that same validator (section 4.3.4).
     */
    record Confirmed(StoredResponse stored) implements Subject {}

    /** The response that the client has. */
    record Client() implements Subject {}

    /** Unknown. */
    record Nobody() implements Subject {}
  }

  private static final Subject CLIENT = new Subject.Client();
  private static final Subject NOBODY = new Subject.Nobody();

  /**
   * What a 304 is about: found by its strong validator, else by a weak one, else the only response
   * that was asked about (section 4.3.4).
   */
  static Subject subject(Reuse.Revalidate asked, ResponseHead answer, Instant received) {
    List<StoredResponse> candidates = asked.candidates();
    if (Validators.of(candidates.getFirst().head()).isEmpty()) {
      return CLIENT; // asked without a condition of ours
    }
    Validators validators = Validators.of(answer.fields(), received);
    EntityTag tag = validators.entityTag();
    List<EntityTag> sent = EntityTag.list(asked.fields(), FieldNames.IF_NONE_MATCH);
    if (tag != null) {
      return byEntityTag(candidates, tag, sent);
    }
    if (holdsMore(sent, candidates)) {
      return NOBODY;
    }
    Instant lastModified = validators.lastModified();
    if (lastModified != null) {
      return byLastModified(candidates, lastModified);
    }
    return candidates.size() == 1 ? new Subject.Updated(candidates.getFirst()) : NOBODY;
  }

  private static Subject byEntityTag(
      List<StoredResponse> candidates, EntityTag tag, List<EntityTag> sent) {
    StoredResponse same = null;
    for (StoredResponse candidate : candidates) {
      EntityTag stored = EntityTag.of(candidate.head().fields());
      if (tag.equalsStrongly(stored)) {
        return new Subject.Updated(candidate);
      }
      if (same == null && tag.equalsWeakly(stored)) {
        same = candidate;
      }
    }
    if (same != null) {
      return tag.weak() ? new Subject.Updated(same) : new Subject.Confirmed(same);
    }
    return tag.isWeaklyIn(sent) ? CLIENT : NOBODY;
  }

  private static Subject byLastModified(List<StoredResponse> candidates, Instant lastModified) {
    for (StoredResponse candidate : candidates) {
      if (lastModified.equals(Validators.of(candidate.head()).lastModified())) {
        return new Subject.Updated(candidate);
      }
    }
    return NOBODY;
  }

  /** Whether entity tags of the client's were sent too: then the 304 may be about one of these. */
  private static boolean holdsMore(List<EntityTag> sent, List<StoredResponse> candidates) {
    Set<EntityTag> ours = Validators.entityTags(candidates);
    for (EntityTag tag : sent) {
      if (!ours.contains(tag)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a 200 to {@code HEAD} is about this stored response. It must have a validator, and each
   * validator and length that it has must be the same as stored (section 4.3.5).
   */
  static boolean isAbout(StoredResponse stored, ResponseHead headAnswer, Instant received) {
    Validators newer = Validators.of(headAnswer.fields(), received);
    Validators older = Validators.of(stored.head());
    EntityTag tag = newer.entityTag();
    String length = headAnswer.fields().first(FieldNames.CONTENT_LENGTH);
    return !newer.isEmpty()
        && (tag == null || tag.equals(older.entityTag()))
        && isSame(newer.lastModified(), older.lastModified())
        && (length == null || length.equals(Long.toString(stored.length())));
  }

  private static boolean isSame(@Nullable Instant newer, @Nullable Instant older) {
    return newer == null || newer.equals(older);
  }
}
