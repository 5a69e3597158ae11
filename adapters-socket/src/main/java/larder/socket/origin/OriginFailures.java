package larder.socket.origin;

import java.io.IOException;
import java.net.BindException;
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
 * Translates failures on the way to an origin into explanations that name the next hop. Clients do
 * not know the address of a parent proxy, so each sentence says whose it is.
 *
 * @param wantsCertificate whether the origin has asked us for a certificate
 */
record OriginFailures(Authority host, NextHop hop, boolean wantsCertificate) implements Failures {

  /** What the next hop is, which decides whose its failures are. */
  private enum NextHop {
    ORIGIN,
    /** A parent proxy, in what it does itself: it is connected to, or asked for a tunnel. */
    PARENT,
    /** A parent proxy that relays an answer: what is wrong with that may be the origin's. */
    RELAY
  }

  OriginFailures(Authority origin) {
    this(origin, NextHop.ORIGIN, false);
  }

  /** Those of a parent proxy before it relays anything. */
  static OriginFailures ofParent(Authority parent) {
    return new OriginFailures(parent, NextHop.PARENT, false);
  }

  /** The same once it relays answers; those of an origin stay what they are. */
  OriginFailures relaying() {
    return hop == NextHop.ORIGIN ? this : new OriginFailures(host, NextHop.RELAY, wantsCertificate);
  }

  OriginFailures wantingCertificate(boolean wants) {
    return wants == wantsCertificate ? this : new OriginFailures(host, hop, wants);
  }

  TransferException of(Kind kind, String what) {
    return new TransferException(Side.ORIGIN, ofHop(kind), what);
  }

  TransferException of(Kind kind, String what, Throwable cause) {
    return new TransferException(Side.ORIGIN, ofHop(kind), what, cause);
  }

  /** A parent's failures are not the origin's, and ours are not the parent's. */
  private Kind ofHop(Kind met) {
    if (hop == NextHop.ORIGIN) {
      return met;
    }
    boolean relays = hop == NextHop.RELAY;
    return switch (met) {
      case NAME_NOT_FOUND,
          REFUSED,
          UNREACHABLE,
          TLS_FAILED,
          CERTIFICATE_REJECTED,
          CLIENT_CERTIFICATE,
          PARENT_FAILED ->
          Kind.PARENT_FAILED;
      case NAME_TIMED_OUT, CONNECT_TIMED_OUT, PARENT_TIMED_OUT -> Kind.PARENT_TIMED_OUT;
      case CUT_SHORT, MALFORMED, TOO_LARGE -> relays ? met : Kind.PARENT_FAILED;
      case TIMED_OUT -> relays ? met : Kind.PARENT_TIMED_OUT;
      case FORBIDDEN, OFFLINE, NO_AUTHORITIES, OVERLOADED, FAILED -> met;
    };
  }

  /** The next hop in the middle of a sentence. */
  @Override
  public String toString() {
    return hop == NextHop.ORIGIN ? host.toString() : "the parent proxy " + host;
  }

  /** The next hop at the beginning of a sentence. */
  String atStart() {
    return hop == NextHop.ORIGIN ? host.toString() : "The parent proxy " + host;
  }

  /** The same failure, once it is known that the host is a parent proxy. */
  TransferException unreached(TransferException met) {
    return of(met.kind(), "The parent proxy cannot be reached: " + met.explanation(), met);
  }

  /** The end of a parent's tunnel before TLS with the origin is agreed on. */
  TransferException breakingOff(OriginFailures origin, IOException e) {
    return of(
        Kind.PARENT_FAILED,
        atStart() + " broke off the tunnel to " + origin + " before TLS was agreed on",
        e);
  }

  /** Translates a failure while reading or writing. */
  @Override
  public TransferException of(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ ->
          of(Kind.TIMED_OUT, atStart() + " did not answer, or take the request, in time", e);
      case SSLException _ when wantsCertificate -> withoutCertificate(e);
      case SSLException _ -> of(Kind.TLS_FAILED, "TLS with " + this + " broke down", e);
      default -> of(Kind.CUT_SHORT, atStart() + " broke the connection off", e);
    };
  }

  private TransferException withoutCertificate(IOException e) {
    return of(
        Kind.CLIENT_CERTIFICATE, atStart() + " wants a client certificate, and there is none", e);
  }

  TransferException cutShort() {
    return of(Kind.CUT_SHORT, atStart() + " closed the connection before its answer was whole");
  }

  /** Translates a failure while connecting. */
  TransferException connecting(IOException e) {
    if (isOutOfDescriptors(e)) {
      return of(
          Kind.OVERLOADED, "The system lets the proxy have no more connections at present", e);
    }
    if (isOutOfPorts(e)) {
      return of(
          Kind.OVERLOADED,
          "The system has no port left for a connection, or no address of that family",
          e);
    }
    return switch (e) {
      case SocketTimeoutException _ -> connectTimedOut();
      case NoRouteToHostException _ -> of(Kind.UNREACHABLE, "There is no route to " + this, e);
      case ConnectException _ -> of(Kind.REFUSED, atStart() + " refused the connection", e);
      case SocketException _ ->
          of(Kind.UNREACHABLE, "The network of " + this + " is out of reach", e);
      default -> of(Kind.UNREACHABLE, atStart() + " could not be connected to", e);
    };
  }

  /** The JDK has no exception type for this. */
  private static boolean isOutOfDescriptors(IOException e) {
    return String.valueOf(e.getMessage()).contains("Too many open files");
  }

  /** The JDK uses the type for other failures, too. */
  private static boolean isOutOfPorts(IOException e) {
    return e instanceof BindException
        && String.valueOf(e.getMessage()).contains("assign requested address");
  }

  TransferException connectTimedOut() {
    return of(Kind.CONNECT_TIMED_OUT, atStart() + " could not be connected to in time");
  }

  /** Translates a failure during the TLS handshake. */
  TransferException handshaking(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return of(Kind.CONNECT_TIMED_OUT, atStart() + " did not agree on TLS in time", e);
    }
    if (isAboutTheCertificate(e)) {
      return of(Kind.CERTIFICATE_REJECTED, CertificateFaults.inWords(toString(), e), e);
    }
    if (wantsCertificate) {
      return withoutCertificate(e);
    }
    return of(Kind.TLS_FAILED, "TLS could not be agreed on with " + this, e);
  }

  private static boolean isAboutTheCertificate(@Nullable Throwable e) {
    return e != null
        && (e instanceof CertificateException
            || e instanceof CertPathValidatorException
            || isAboutTheCertificate(e.getCause()));
  }
}
