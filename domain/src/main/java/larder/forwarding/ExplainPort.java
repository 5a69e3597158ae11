package larder.forwarding;

import java.time.Instant;
import larder.http.RequestHead;
import larder.http.TargetUri;

/** The driving port for explanations: says what would be decided, and why, but decides nothing. */
public interface ExplainPort {
  /**
   * Explains what would be decided on this request. Reads the store and changes nothing. Safe for
   * all threads; may block on a disk.
   *
   * @param request a request without content
   * @param at the time to decide for
   */
  Explanation explain(RequestHead request, TargetUri target, Instant at);
}
