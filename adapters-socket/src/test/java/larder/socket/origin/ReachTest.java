package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import larder.access.Reach;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.IpAddress;
import larder.http.Scheme;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.Test;

/** Which addresses of a name we connect to if the client may not reach all. */
class ReachTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void addressesThatAreNotAllowedAreNotDialled() throws Exception {
    Reach.Some elsewhere = address -> !address.isLoopback();
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Origins origins =
            NamedOrigins.over(NamedOrigins.PATIENT, NamedOrigins.names("127.0.0.1"))) {
      String uri = "http://example.org:" + origin.port() + "/";
      Fetch.failure(origins, Fetch.within(elsewhere, uri), Kind.FORBIDDEN);
      Authority authority = new Authority("127.0.0.1", origin.port());
      assertThrows(TransferException.class, () -> origins.open(authority, Fields.EMPTY, elsewhere));
      assertThrows(TransferException.class, () -> origins.check(Scheme.HTTP, authority, elsewhere));
      assertEquals(0, origin.connections());
    }
  }

  /** A stored or shared response may come from any of the addresses. */
  @Test
  void itIsToldWhetherAllAddressesOfANameAreInReachOrSomeOrNone() throws Exception {
    Reach.Some elsewhere = address -> !address.isLoopback();
    Authority authority = new Authority("example.org", 80);
    try (Origins all =
            NamedOrigins.over(
                NamedOrigins.PATIENT, NamedOrigins.names("192.0.2.1", "2001:db8::1"));
        Origins some =
            NamedOrigins.over(NamedOrigins.PATIENT, NamedOrigins.names("192.0.2.1", "127.0.0.1"));
        Origins others =
            NamedOrigins.over(NamedOrigins.PATIENT, NamedOrigins.names("::1", "2001:db8::1"));
        Origins none =
            NamedOrigins.over(NamedOrigins.PATIENT, NamedOrigins.names("127.0.0.1", "::1"))) {
      assertTrue(all.check(Scheme.HTTP, authority, elsewhere));
      assertFalse(some.check(Scheme.HTTP, authority, elsewhere));
      assertFalse(others.check(Scheme.HTTP, authority, elsewhere));
      assertTrue(some.check(Scheme.HTTP, authority, Reach.ANYWHERE));
      TransferException refused =
          assertThrows(
              TransferException.class, () -> none.check(Scheme.HTTP, authority, elsewhere));
      assertEquals(Kind.FORBIDDEN, refused.kind());
    }
  }

  /** A tunnel is not shared with other clients, so one address in reach is enough. */
  @Test
  void ofSeveralAddressesThoseInReachAreDialled() throws Exception {
    Reach.Some here = address -> address.toString().equals("127.0.0.1");
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Origins origins =
            NamedOrigins.over(NamedOrigins.PATIENT, NamedOrigins.names("127.0.0.2", "127.0.0.1"))) {
      origins.open(new Authority("example.org", origin.port()), Fields.EMPTY, here).close();
    }
  }

  @Test
  void theAddressAskedAboutIsTheOneDialled() throws Exception {
    List<IpAddress> asked = new ArrayList<>();
    Reach.Some remembering =
        address -> {
          asked.add(address);
          return true;
        };
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Origins origins =
            NamedOrigins.over(NamedOrigins.PATIENT, NamedOrigins.names("127.0.0.1"))) {
      Fetch.of(origins, Fetch.within(remembering, "http://example.org:" + origin.port() + "/"));
      assertEquals(List.of(IpAddress.parse("127.0.0.1")), asked);
    }
  }

  @Test
  void aConnectionThatWaitsIsNotForThoseWhoMayNotGetThere() throws Exception {
    Reach.Some elsewhere = address -> !address.isLoopback();
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Origins origins = NamedOrigins.over(NamedOrigins.PATIENT, NamedOrigins.names())) {
      String uri = origin.uri("/");
      Fetch.get(origins, uri);
      assertEquals(1, origins.idleConnections());

      Fetch.failure(origins, Fetch.within(elsewhere, uri), Kind.FORBIDDEN);

      assertEquals(1, origins.idleConnections());
      assertEquals(1, origin.requests().size());
    }
  }
}
