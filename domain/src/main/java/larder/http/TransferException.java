package larder.http;

import org.jspecify.annotations.Nullable;

/** Bytes that did not get through: whose side it was, how it failed, and a sentence about it. */
public final class TransferException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Side side;
  private final Kind kind;

  /** Whose side failed. */
  public enum Side {
    CLIENT,
    ORIGIN,
    STORE
  }

  /** How it failed. */
  public enum Kind {
    /** The host's name has no address. */
    NAME_NOT_FOUND,
    /** The name was not resolved in time. */
    NAME_TIMED_OUT,
    /** The host is there and nothing listens at the port. */
    REFUSED,
    /** No route, or no address could be connected to. */
    UNREACHABLE,
    /** The host has addresses, and this client may not be brought to any of them. */
    FORBIDDEN,
    /** The user wants no origin to be asked. */
    OFFLINE,
    /** The connection was not made in time. */
    CONNECT_TIMED_OUT,
    /** TLS was not agreed on. */
    TLS_FAILED,
    /** The certificate is not valid for the host (RFC 9110, section 4.3.4). */
    CERTIFICATE_REJECTED,
    /** The origin wants a certificate of whoever asks, and we have none. */
    CLIENT_CERTIFICATE,
    /** The parent proxy cannot be connected to, or refuses. */
    PARENT_FAILED,
    /** Whom we are to trust to vouch for origins cannot be read. */
    NO_AUTHORITIES,
    /** Connected, and then nothing came or went in time. */
    TIMED_OUT,
    /** The connection ended before the message did. */
    CUT_SHORT,
    /** What came breaks the grammar. */
    MALFORMED,
    /** Larger than a limit of ours. */
    TOO_LARGE,
    /** A bound of ours is reached: try later. */
    OVERLOADED,
    /** Anything else that I/O can meet: the disk, the database. */
    FAILED
  }

  /**
   * @param explanation one sentence without the full stop, for whoever reads the answer or the log
   */
  public TransferException(Side side, Kind kind, String explanation) {
    this(side, kind, explanation, null);
  }

  /** The same, with what an adapter met. */
  public TransferException(Side side, Kind kind, String explanation, @Nullable Throwable cause) {
    super(explanation, cause, false, false);
    this.side = side;
    this.kind = kind;
  }

  public Side side() {
    return side;
  }

  public Kind kind() {
    return kind;
  }

  public String explanation() {
    return String.valueOf(getMessage());
  }
}
