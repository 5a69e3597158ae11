package larder.store;

import java.time.Instant;
import java.util.Objects;
import larder.http.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a response besides its content. Immutable, except that a {@link Memo} may be kept
 * with it at any time. Safe for all threads.
 */
public final class StoredHead {
  /** Fields up to this length may be kept as octets too. */
  public static final int MOST_OCTETS = 2048;

  private final int status;
  private final String reason;
  private final Fields fields;
  private final Fields selecting;

  // Numbers, because there may be millions of heads, and the garbage collector looks at each object
  // of each.
  private final long requestedSecond;
  private final long receivedSecond;
  private final int requestedNano;
  private final int receivedNano;

  /** Not synchronized: threads that find none compute equal ones. */
  private @Nullable Memo memo;

  /**
   * What a policy reads from a head, independent of request and time; kept with the head so that it
   * is read once. Immutable, and no part of the head's value.
   */
  public interface Memo {}

  /**
   * @param fields as received, without connection-specific fields and without {@code
   *     Content-Length}, which the stored content tells (RFC 9111, section 3.1)
   * @param selecting the request's fields that {@code Vary} names: names in lower case, ordered by
   *     name, values normalised as the policy compares them; without those that the request did not
   *     have. Empty without {@code Vary} (RFC 9111, section 4.1)
   * @param requestedAt when the request was sent to the origin: request_time of RFC 9111, section
   *     4.2.3
   * @param receivedAt when the head was received: response_time
   */
  public StoredHead(
      int status,
      String reason,
      Fields fields,
      Fields selecting,
      Instant requestedAt,
      Instant receivedAt) {
    this.status = status;
    this.reason = reason;
    this.fields = fields;
    this.selecting = selecting;
    this.requestedSecond = requestedAt.getEpochSecond();
    this.receivedSecond = receivedAt.getEpochSecond();
    this.requestedNano = requestedAt.getNano();
    this.receivedNano = receivedAt.getNano();
  }

  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }

  /** Without connection-specific fields and {@code Content-Length}. */
  public Fields fields() {
    return fields;
  }

  /** The request's fields that {@code Vary} names. */
  public Fields selecting() {
    return selecting;
  }

  /** When the request was sent to the origin. */
  public Instant requestedAt() {
    return Instant.ofEpochSecond(requestedSecond, requestedNano);
  }

  /** When the head was received. */
  public Instant receivedAt() {
    return Instant.ofEpochSecond(receivedSecond, receivedNano);
  }

  /**
   * Whether this one stays where the other, with the same selecting fields, would replace it: it
   * does if it was requested later, because the most recent response answers (RFC 9111, section 4).
   */
  public boolean outlasts(StoredHead other) {
    return isRequestedAfter(other) && selecting.equals(other.selecting);
  }

  /** Whether this was requested later than the other, and so is more up to date. */
  public boolean isRequestedAfter(StoredHead other) {
    return requestedSecond == other.requestedSecond
        ? requestedNano > other.requestedNano
        : requestedSecond > other.requestedSecond;
  }

  /** The memo kept last; null if this thread sees none. */
  public @Nullable Memo memo() {
    return memo;
  }

  /** Keeps a memo. */
  public void keep(Memo read) {
    memo = read;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredHead head
        && status == head.status
        && reason.equals(head.reason)
        && fields.equals(head.fields)
        && selecting.equals(head.selecting)
        && requestedSecond == head.requestedSecond
        && requestedNano == head.requestedNano
        && receivedSecond == head.receivedSecond
        && receivedNano == head.receivedNano;
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, reason, fields, selecting, requestedAt(), receivedAt());
  }

  /** For test messages; without values, which may be secret. */
  @Override
  public String toString() {
    return status + " " + reason + ", received " + receivedAt() + "\n" + fields + selecting;
  }
}
