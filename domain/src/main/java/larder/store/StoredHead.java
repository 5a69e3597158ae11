package larder.store;

import java.time.Instant;
import java.util.Objects;
import larder.http.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a response beside its content. What it says never changes; a {@link Memo} of that
 * may be kept with it at any time. Safe for all threads.
 */
public final class StoredHead {
  /** Of fields up to that length the octets may be kept too. */
  public static final int MOST_OCTETS = 2048;

  private final int status;
  private final String reason;
  private final Fields fields;
  private final Fields selecting;

  // Numbers, as there may be millions of heads, and each object of one is looked at by the
  // collector.
  private final long requestedSecond;
  private final long receivedSecond;
  private final int requestedNano;
  private final int receivedNano;

  /** For whoever comes first; who comes at once finds out the same by himself. */
  private @Nullable Memo memo;

  /**
   * What a policy reads out of a head, whatever is asked and whenever: kept with the head, so that
   * it is read once. Immutable, and no part of what the head is.
   */
  public interface Memo {}

  /**
   * @param fields as received, without connection-specific fields and without {@code
   *     Content-Length}, which the stored content tells (RFC 9111, section 3.1)
   * @param selecting the request's fields that {@code Vary} names, names in lower case, in order of
   *     name, normalised as the policy compares them; one that was absent is absent here too. Empty
   *     without {@code Vary} (RFC 9111, section 4.1)
   * @param requestedAt when the request was sent to the origin: request_time of RFC 9111, section
   *     4.2.3
   * @param receivedAt when the head came: response_time
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

  /** When the head came. */
  public Instant receivedAt() {
    return Instant.ofEpochSecond(receivedSecond, receivedNano);
  }

  /**
   * Is this one to stay where the other would take its place, having the same selecting fields? It
   * is if it was requested later: the most recent response answers (RFC 9111, section 4).
   */
  public boolean outlasts(StoredHead other) {
    return isRequestedAfter(other) && selecting.equals(other.selecting);
  }

  /** Was it requested later than that one? Then it says what is true by now. */
  public boolean isRequestedAfter(StoredHead other) {
    return requestedSecond == other.requestedSecond
        ? requestedNano > other.requestedNano
        : requestedSecond > other.requestedSecond;
  }

  /** What was kept last; null if nothing was, as far as this thread can see. */
  public @Nullable Memo memo() {
    return memo;
  }

  /** Keeps this one. */
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

  /** For messages of tests; values may be secret. */
  @Override
  public String toString() {
    return status + " " + reason + ", received " + receivedAt() + "\n" + fields + selecting;
  }
}
