package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import larder.http.Authority;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose failure it is, and what the next hop is called. */
class OriginFailuresTest {
  private static final Authority HOST = new Authority("a.example", 3128);
  private static final OriginFailures ORIGIN = new OriginFailures(HOST);
  private static final OriginFailures PARENT = OriginFailures.ofParent(HOST);
  private static final OriginFailures RELAY = PARENT.relaying();

  private static void assertIs(Kind kind, String explanation, TransferException met) {
    assertEquals(kind, met.kind());
    assertEquals(explanation, met.explanation());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anOriginsFailureStaysWhatItIs(Kind kind) {
    assertEquals(kind, ORIGIN.of(kind, "It failed").kind());
  }

  @ParameterizedTest
  @CsvSource({
    "NAME_NOT_FOUND, PARENT_FAILED, PARENT_FAILED",
    "NAME_TIMED_OUT, PARENT_TIMED_OUT, PARENT_TIMED_OUT",
    "REFUSED, PARENT_FAILED, PARENT_FAILED",
    "UNREACHABLE, PARENT_FAILED, PARENT_FAILED",
    "CONNECT_TIMED_OUT, PARENT_TIMED_OUT, PARENT_TIMED_OUT",
    "TLS_FAILED, PARENT_FAILED, PARENT_FAILED",
    "CERTIFICATE_REJECTED, PARENT_FAILED, PARENT_FAILED",
    "CLIENT_CERTIFICATE, PARENT_FAILED, PARENT_FAILED",
    "PARENT_FAILED, PARENT_FAILED, PARENT_FAILED",
    "TIMED_OUT, PARENT_TIMED_OUT, TIMED_OUT",
    "CUT_SHORT, PARENT_FAILED, CUT_SHORT",
    "MALFORMED, PARENT_FAILED, MALFORMED",
    "TOO_LARGE, PARENT_FAILED, TOO_LARGE",
  })
  void whatAParentDoesItselfIsItsFailureAndWhatItRelaysIsNot(Kind met, Kind its, Kind relayed) {
    assertEquals(its, PARENT.of(met, "It failed").kind());
    assertEquals(relayed, RELAY.of(met, "It failed").kind());
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FORBIDDEN", "OFFLINE", "NO_AUTHORITIES", "OVERLOADED", "FAILED"})
  void ourOwnFaultOnTheWayToAParentStaysOurs(Kind kind) {
    assertEquals(kind, PARENT.of(kind, "We failed").kind());
    assertEquals(kind, RELAY.of(kind, "We failed").kind());
    TransferException ours = ORIGIN.of(kind, "We failed");
    assertEquals(kind, PARENT.unreached(ours).kind());
  }

  @Test
  void aParentThatCannotBeConnectedToIsCalledAParent() {
    assertIs(
        Kind.PARENT_TIMED_OUT,
        "The parent proxy cannot be reached: a.example:3128 could not be connected to in time",
        PARENT.unreached(ORIGIN.connecting(new SocketTimeoutException())));
    assertIs(
        Kind.PARENT_FAILED,
        "The parent proxy cannot be reached: a.example:3128 refused the connection",
        PARENT.unreached(ORIGIN.connecting(new ConnectException())));
  }

  @Test
  void aParentThatDoesNotAgreeOnTlsIsCalledAParent() {
    assertIs(
        Kind.PARENT_TIMED_OUT,
        "The parent proxy a.example:3128 did not agree on TLS in time",
        PARENT.handshaking(new SocketTimeoutException()));
    assertIs(
        Kind.PARENT_FAILED,
        "TLS could not be agreed on with the parent proxy a.example:3128",
        PARENT.handshaking(new SSLException("no common version")));
    assertIs(
        Kind.PARENT_FAILED,
        "The certificate of the parent proxy a.example:3128 is for another host",
        PARENT.handshaking(
            new SSLException(new CertificateException("No name matching a.example found"))));
  }

  /** In TLS 1.3 that shows only with the first answer. */
  @Test
  void aParentThatWantsACertificateIsCalledAParentWheneverThatShows() {
    String wants = "The parent proxy a.example:3128 wants a client certificate, and there is none";
    OriginFailures wanting = PARENT.wantingCertificate(true);
    SSLException alert = new SSLException("certificate required");
    assertIs(Kind.PARENT_FAILED, wants, wanting.handshaking(alert));
    assertIs(Kind.PARENT_FAILED, wants, wanting.of(alert));
    assertIs(Kind.PARENT_FAILED, wants, wanting.relaying().of(alert));
  }

  @Test
  void aParentThatBreaksARelayedAnswerOffIsCalledAParent() {
    assertIs(
        Kind.CUT_SHORT,
        "The parent proxy a.example:3128 broke the connection off",
        RELAY.of(new SocketException("Connection reset")));
    assertIs(
        Kind.CUT_SHORT,
        "The parent proxy a.example:3128 closed the connection before its answer was whole",
        RELAY.cutShort());
  }

  @Test
  void outOfDescriptorsIsNobodysFaultButOurs() {
    for (OriginFailures failures : new OriginFailures[] {ORIGIN, PARENT, RELAY}) {
      SocketException met = new SocketException("Too many open files");
      assertEquals(Kind.OVERLOADED, failures.connecting(met).kind());
    }
    assertEquals(
        Kind.UNREACHABLE, ORIGIN.connecting(new SocketException("Network is down")).kind());
  }

  @Test
  void outOfPortsIsNobodysFaultButOurs() {
    BindException met = new BindException("Cannot assign requested address");
    assertIs(
        Kind.OVERLOADED,
        "The system has no port left for a connection, or no address of that family",
        ORIGIN.connecting(met));
    assertEquals(Kind.OVERLOADED, PARENT.unreached(ORIGIN.connecting(met)).kind());
    assertEquals(
        Kind.UNREACHABLE, ORIGIN.connecting(new BindException("Permission denied")).kind());
  }
}
