package larder.caching;

import java.time.Duration;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** What does the origin's answer to a validation mean? (RFC 9111, section 4.3.3.) */
public sealed interface Validation {
  Reason reason();

  /**
   * The stored response is valid: freshen it, and answer from it (sections 3.2 and 4.3.4).
   *
   * @param head its head updated with the fields of the 304, for the client that asked
   * @param kept the head to store: without those fields of the 304 that are not for others
   * @param age its current age now
   * @param remaining freshness lifetime less current age, now
   */
  record Freshened(
      StoredResponse stored,
      StoredHead head,
      StoredHead kept,
      Answer answer,
      Duration age,
      Duration remaining,
      Reason reason)
      implements Validation {}

  /** The answer itself goes to the client, and is stored if it may be. */
  record Replaced(Reason reason) implements Validation {}

  /**
   * A 304 that is about none of the stored responses in question, nor about the client's own: it
   * says nothing. Ask again with the client's own fields, as if nothing were stored, and store the
   * answer if it may be stored.
   */
  record AskAgain(Reason reason) implements Validation {}

  /** What to do if the origin could not be asked; there is no answer to use. */
  sealed interface Unanswered extends Validation permits ServeStaleOnError, Failed {}

  /** The origin failed, and the stored response may stand in for it (RFC 5861, section 4). */
  record ServeStaleOnError(Reuse.Serve serve, Reason reason) implements Unanswered {}

  /** The origin failed, and nothing may stand in: the client gets its answer, or 502 or 504. */
  record Failed(Reason reason) implements Unanswered {}
}
