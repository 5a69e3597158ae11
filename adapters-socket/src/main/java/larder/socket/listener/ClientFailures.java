package larder.socket.listener;

import java.io.IOException;
import java.net.SocketTimeoutException;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/** Translates I/O failures on a client's connection. */
final class ClientFailures {
  private ClientFailures() {}

  static TransferException of(IOException e) {
    return e instanceof SocketTimeoutException
        ? new TransferException(
            Side.CLIENT,
            Kind.TIMED_OUT,
            "The client neither sent nor took anything for too long",
            e)
        : new TransferException(Side.CLIENT, Kind.CUT_SHORT, "The client went away", e);
  }
}
