package larder.caching;

import java.time.Duration;
import java.util.List;
import larder.http.ContentRange;
import larder.http.Fields;
import larder.store.StoredResponse;

/** May a stored response answer this request? (RFC 9111, section 4.) */
public sealed interface Reuse {
  Reason reason();

  /**
   * Serve the stored response as it is.
   *
   * @param age its current age (RFC 9111, section 4.2.3), never negative
   * @param remaining freshness lifetime less current age; negative when stale
   */
  record Serve(
      StoredResponse stored, Answer answer, Duration age, Duration remaining, Reason reason)
      implements Reuse {}

  /** Serve it stale now, and validate it after the answer (RFC 5861, section 3). */
  record ServeThenRevalidate(Serve now, Revalidate then) implements Reuse {
    @Override
    public Reason reason() {
      return now.reason();
    }
  }

  /**
   * Ask the origin whether one of these is still valid (RFC 9111, section 4.3).
   *
   * @param candidates the one that would be served comes first; not empty
   * @param fields the request's fields, with the conditions of the validation instead of the
   *     client's own
   */
  record Revalidate(List<StoredResponse> candidates, Fields fields, Reason reason)
      implements Reuse {
    public Revalidate {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * Stored parts are the beginning or the end of the representation: ask the origin for the rest
   * (RFC 9111, section 3.3).
   *
   * @param latest the most recent part, whose head stands for all of them
   * @param pieces the stored pieces, in order; not empty
   * @param held which part of the representation the pieces are: its beginning or its end
   * @param fields the request's fields with the missing range, and with only the condition that it
   *     is of the same representation
   */
  record Complete(
      StoredResponse latest, List<Piece> pieces, ContentRange held, Fields fields, Reason reason)
      implements Reuse {
    public Complete {
      pieces = List.copyOf(pieces);
    }

    /** Whether the stored pieces come first, and the end is missing. */
    public boolean lacksEnd() {
      return held.range().first() == 0;
    }
  }

  /** Nothing stored can be used: ask the origin, and store the answer if it may be stored. */
  record Fetch(Reason reason) implements Reuse {}

  /**
   * Nothing stored may answer this: ask the origin. The answer may be stored only if {@link
   * CachePolicy#storing} says so, which is rare here.
   */
  record Pass(Reason reason) implements Reuse {}

  /**
   * The client or the user accepts only a stored response, and there is none that can be used: 504
   * (RFC 9111, sections 4.2.4 and 5.2.1.7).
   */
  record Unsatisfiable(Reason reason) implements Reuse {}
}
