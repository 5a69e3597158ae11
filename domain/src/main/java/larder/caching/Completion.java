package larder.caching;

import larder.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** Does the origin's answer complete the stored parts? (RFC 9111, section 3.4.) */
public sealed interface Completion {
  Reason reason();

  /**
   * The answer is the missing part: together they are the whole.
   *
   * @param head the head of the whole, with status 200
   * @param missing how many bytes the answer's content must have
   * @param forbidden why the whole must not be stored although its head allows it: the answer
   *     itself must allow sharing what it brings; null if it may be stored
   */
  record Combined(ResponseHead head, long missing, @Nullable Reason forbidden, Reason reason)
      implements Completion {}

  /** The answer itself goes to the client, and is stored if it may be. */
  record Replaced(Reason reason) implements Completion {}

  /**
   * The answer is a part that does not fit, so the stored parts are useless. Ask again with the
   * client's own fields, as if nothing were stored.
   */
  record AskAgain(Reason reason) implements Completion {}
}
