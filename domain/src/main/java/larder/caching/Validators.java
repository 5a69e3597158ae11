package larder.caching;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/** What tells one version of a response from another (RFC 9110, section 8.8). */
record Validators(@Nullable EntityTag entityTag, @Nullable Instant lastModified) {
  /** At most this many stored responses add their entity tags to a request. */
  private static final int MOST_CANDIDATES = 16;

  static Validators of(Fields response, Instant receivedAt) {
    return new Validators(
        EntityTag.of(response), Dates.in(response, FieldNames.LAST_MODIFIED, receivedAt));
  }

  static Validators of(StoredHead head) {
    return of(head.fields(), head.receivedAt());
  }

  boolean isEmpty() {
    return entityTag == null && lastModified == null;
  }

  /**
   * The value that {@code If-Range} may carry, and that identifies the parts of one representation
   * with certainty: a strong entity tag or, without any tag, a last change at least a second before
   * {@code Date} (RFC 9110, sections 8.8.2.2 and 13.1.5). Null without either.
   */
  static @Nullable String strong(Fields response, Instant receivedAt) {
    EntityTag tag = EntityTag.of(response);
    if (tag != null) {
      return tag.weak() ? null : tag.toString();
    }
    Instant lastModified = Dates.in(response, FieldNames.LAST_MODIFIED, receivedAt);
    return lastModified != null && lastModified.isBefore(Dates.dateValue(response, receivedAt))
        ? response.first(FieldNames.LAST_MODIFIED)
        : null;
  }

  static @Nullable String strong(StoredHead head) {
    return strong(head.fields(), head.receivedAt());
  }

  /**
   * The stored responses that one validation can ask about, among those that match the request: if
   * the first has an entity tag, all that have one, up to a bound; else only the first (RFC 9111,
   * section 4.3.1).
   */
  static List<StoredResponse> candidates(List<StoredResponse> matching) {
    StoredResponse first = matching.getFirst();
    if (EntityTag.of(first.head().fields()) == null) {
      return List.of(first);
    }
    List<StoredResponse> candidates = new ArrayList<>();
    for (StoredResponse response : matching) {
      if (candidates.size() < MOST_CANDIDATES && EntityTag.of(response.head().fields()) != null) {
        candidates.add(response);
      }
    }
    return candidates;
  }

  /**
   * The request's fields with the conditions that ask about the candidates. The client's own entity
   * tags stay in the list (RFC 9111, section 4.3.2), and so do its {@code Range} and {@code
   * If-Range}: the origin uses them only if the stored response is no longer valid (RFC 9110,
   * section 13.2.2).
   */
  static Fields conditional(Fields request, List<StoredResponse> candidates) {
    Fields.Builder conditional = withoutValidation(request);
    Set<EntityTag> tags = entityTags(candidates);
    if (!tags.isEmpty()) {
      tags.addAll(EntityTag.list(request, FieldNames.IF_NONE_MATCH));
      conditional.add(FieldNames.IF_NONE_MATCH, joined(tags));
    }
    StoredHead sole = candidates.getFirst().head();
    String lastModified = sole.fields().first(FieldNames.LAST_MODIFIED);
    if (candidates.size() == 1 && lastModified != null && of(sole).lastModified() != null) {
      conditional.add(FieldNames.IF_MODIFIED_SINCE, lastModified);
    }
    return conditional.build();
  }

  /** The request's fields without validation conditions and ranges: they ask for the whole. */
  static Fields unconditional(Fields request) {
    return withoutValidation(request)
        .build()
        .without(FieldNames.RANGE)
        .without(FieldNames.IF_RANGE);
  }

  private static Fields.Builder withoutValidation(Fields request) {
    Fields.Builder kept = Fields.builder();
    for (int i = 0; i < request.size(); i++) {
      String name = request.name(i);
      if (!Tokens.equalIgnoringCase(name, FieldNames.IF_NONE_MATCH)
          && !Tokens.equalIgnoringCase(name, FieldNames.IF_MODIFIED_SINCE)) {
        kept.copy(name, request.value(i));
      }
    }
    return kept;
  }

  /** The entity tags of the stored responses, in order. */
  static Set<EntityTag> entityTags(List<StoredResponse> stored) {
    Set<EntityTag> tags = new LinkedHashSet<>();
    for (StoredResponse response : stored) {
      EntityTag tag = EntityTag.of(response.head().fields());
      if (tag != null) {
        tags.add(tag);
      }
    }
    return tags;
  }

  private static String joined(Set<EntityTag> tags) {
    StringBuilder text = new StringBuilder();
    for (EntityTag tag : tags) {
      text.append(text.isEmpty() ? "" : ", ").append(tag);
    }
    return text.toString();
  }
}
