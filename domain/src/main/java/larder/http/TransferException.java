package larder.http;

import org.jspecify.annotations.Nullable;

/** A failed transfer: whose side failed, how, and a sentence about it. */
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
    /** The host exists, but nothing listens at the port. */
    REFUSED,
    /** There is no route, or none of the addresses could be connected to. */
    UNREACHABLE,
    /** The host has addresses, but this client may not reach any of them. */
    FORBIDDEN,
    /** The user allows no origin to be asked. */
    OFFLINE,
    /** The connection was not made in time. */
    CONNECT_TIMED_OUT,
    /** The TLS handshake failed. */
    TLS_FAILED,
    /** The certificate is not valid for the host (RFC 9110, section 4.3.4). */
    CERTIFICATE_REJECTED,
    /** The origin asks for a client certificate, and we have none. */
    CLIENT_CERTIFICATE,
    /** The parent proxy cannot be connected to, fails in TLS or at CONNECT, or refuses. */
    PARENT_FAILED,
    /** The connection to the parent proxy was not made, or its tunnel not opened, in time. */
    PARENT_TIMED_OUT,
    /** The certificate authorities that we trust for origins cannot be read. */
    NO_AUTHORITIES,
    /** Connected, but then nothing was received or sent in time. */
    TIMED_OUT,
    /** The connection ended before the message did. */
    CUT_SHORT,
    /** What was received breaks the grammar. */
    MALFORMED,
    /** Larger than a limit of ours. */
    TOO_LARGE,
    /** A limit of ours is reached: try later. */
    OVERLOADED,
    /** Any other I/O failure: the disk, the database. */
    FAILED
  }

  /**
   * @param explanation one sentence without the full stop, for readers of the answer or the log
   */
  public TransferException(Side side, Kind kind, String explanation) {
    this(side, kind, explanation, null);
  }

  /** The same, with the exception that caused it. */
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
