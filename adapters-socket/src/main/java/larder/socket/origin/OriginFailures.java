package larder.socket.origin;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import larder.http.Authority;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.channel.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Translates failures on the way to an origin into explanations that name it.
 *
 * @param wantsCertificate whether the origin has asked us for a certificate
 */
record OriginFailures(Authority origin, boolean wantsCertificate) implements Failures {
  OriginFailures(Authority origin) {
    this(origin, false);
  }

  TransferException of(Kind kind, String what) {
    return new TransferException(Side.ORIGIN, kind, what);
  }

  TransferException of(Kind kind, String what, Throwable cause) {
    return new TransferException(Side.ORIGIN, kind, what, cause);
  }

  /** Translates a failure while reading or writing. */
  @Override
  public TransferException of(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ ->
          of(Kind.TIMED_OUT, origin + " did not answer, or take the request, in time", e);
      case SSLException _ when wantsCertificate -> wantingCertificate(e);
      case SSLException _ -> of(Kind.TLS_FAILED, "TLS with " + origin + " broke down", e);
      default -> of(Kind.CUT_SHORT, origin + " broke the connection off", e);
    };
  }

  private TransferException wantingCertificate(IOException e) {
    return of(
        Kind.CLIENT_CERTIFICATE,
        origin + " wants a certificate of the client's, and the proxy has none",
        e);
  }

  TransferException cutShort() {
    return of(Kind.CUT_SHORT, origin + " closed the connection before its answer was whole");
  }

  /** Translates a failure while connecting. */
  TransferException connecting(IOException e) {
    if (isOutOfDescriptors(e)) {
      return of(
          Kind.OVERLOADED, "The system lets the proxy have no more connections at present", e);
    }
    return switch (e) {
      case SocketTimeoutException _ -> connectTimedOut();
      case NoRouteToHostException _ -> of(Kind.UNREACHABLE, "There is no route to " + origin, e);
      case ConnectException _ -> of(Kind.REFUSED, origin + " refused the connection", e);
      case SocketException _ ->
          of(Kind.UNREACHABLE, "The network of " + origin + " is out of reach", e);
      default -> of(Kind.UNREACHABLE, origin + " could not be connected to", e);
    };
  }

  /** The JDK has no exception type for this. */
  private static boolean isOutOfDescriptors(IOException e) {
    return String.valueOf(e.getMessage()).contains("Too many open files");
  }

  TransferException connectTimedOut() {
    return of(Kind.CONNECT_TIMED_OUT, origin + " could not be connected to in time");
  }

  /** Translates a failure during the TLS handshake. */
  TransferException handshaking(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return of(Kind.CONNECT_TIMED_OUT, origin + " did not agree on TLS in time", e);
    }
    if (isAboutTheCertificate(e)) {
      return of(Kind.CERTIFICATE_REJECTED, CertificateFaults.inWords(origin, e), e);
    }
    if (wantsCertificate) {
      return wantingCertificate(e);
    }
    return of(Kind.TLS_FAILED, "TLS could not be agreed on with " + origin, e);
  }

  private static boolean isAboutTheCertificate(@Nullable Throwable e) {
    return e != null
        && (e instanceof CertificateException
            || e instanceof CertPathValidatorException
            || isAboutTheCertificate(e.getCause()));
  }
}
