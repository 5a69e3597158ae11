package larder.store;

import java.time.Instant;
import larder.http.Fields;

/**
 * What is kept of a response beside its content.
 *
 * @param fields as received, without connection-specific fields and without {@code Content-Length},
 *     which the stored content tells (RFC 9111, section 3.1)
 * @param selecting the request's fields that {@code Vary} names, names in lower case, in order of
 *     name, normalised as the policy compares them; one that was absent is absent here too. Empty
 *     without {@code Vary} (RFC 9111, section 4.1)
 * @param requestedAt when the request was sent to the origin: request_time of RFC 9111, section
 *     4.2.3
 * @param receivedAt when the head came: response_time
 */
public record StoredHead(
    int status,
    String reason,
    Fields fields,
    Fields selecting,
    Instant requestedAt,
    Instant receivedAt) {}
