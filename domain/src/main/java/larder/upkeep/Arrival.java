package larder.upkeep;

import java.time.Instant;
import larder.http.Body;
import larder.http.Fields;
import larder.http.ResponseHead;
import larder.http.TargetUri;

/**
 * A response that another cache kept, as it was received at that time.
 *
 * @param selecting the request's fields that it depends on
 * @param requestedAt when the request was sent to the origin
 * @param receivedAt when the head was received
 * @param content of known length; it fails with side {@code CLIENT} and kind {@code MALFORMED} if
 *     it is not what was kept
 */
public record Arrival(
    TargetUri target,
    Fields selecting,
    ResponseHead response,
    Instant requestedAt,
    Instant receivedAt,
    Body content) {
  /** The same, as if requested and received at that time. */
  Arrival at(Instant time) {
    return new Arrival(target, selecting, response, time, time, content);
  }
}
