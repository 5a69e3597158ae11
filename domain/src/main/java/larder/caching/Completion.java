package larder.caching;

import larder.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** Does the origin's answer complete the stored parts? (RFC 9111, section 3.4.) */
public sealed interface Completion {
  /** Why. */
  Reason reason();

  /**
   * It is what was missing: together they are all of it.
   *
   * @param head of the whole, with status 200
   * @param missing how many bytes the answer's content has to have
   * @param forbidden why the whole must not be stored, though by that head it may be: what the
   *     answer brings needs leave of its own; null if that is not so
   */
  record Combined(ResponseHead head, long missing, @Nullable Reason forbidden, Reason reason)
      implements Completion {}

  /** The answer itself goes to the client, and is stored if it may be. */
  record Replaced(Reason reason) implements Completion {}

  /**
   * It is a part, and none that fits: the stored parts are of no use. Ask again with the client's
   * own fields, as if nothing were stored.
   */
  record AskAgain(Reason reason) implements Completion {}
}
