package larder.forwarding;

import java.time.Instant;
import larder.http.RequestHead;
import larder.http.TargetUri;

/** The driving port of those who want to know why: explains decisions, and takes none. */
public interface ExplainPort {
  /**
   * What would be decided on that request. Reads what is stored, and changes nothing. Safe for all
   * threads; may block for a disk.
   *
   * @param request one without content
   * @param at the moment that it is to be decided for
   */
  Explanation explain(RequestHead request, TargetUri target, Instant at);
}
