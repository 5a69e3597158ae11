package larder.socket.wire;

import java.nio.ByteBuffer;

/**
 * The empty lines before a request, which do not begin it (RFC 9112, section 2.2). Takes them octet
 * by octet, as they arrive, at most as many as are allowed.
 */
public final class EmptyLines {
  static final int MOST = 4;

  private int taken;
  private boolean afterCr;

  /** Called before each request. */
  public void startAgain() {
    taken = 0;
    afterCr = false;
  }

  /** Takes what belongs to empty lines. */
  public void take(ByteBuffer in) {
    while (in.hasRemaining() && isNext(in.get(in.position()))) {
      in.position(in.position() + 1);
      if (afterCr) {
        taken++;
      }
      afterCr = !afterCr;
    }
  }

  private boolean isNext(byte octet) {
    return afterCr ? octet == '\n' : octet == '\r' && taken < MOST;
  }

  /** How many were taken whole. */
  int taken() {
    return taken;
  }

  /** Whether a CR was taken last; what follows is no LF if the request has begun. */
  boolean isAfterCr() {
    return afterCr;
  }
}
