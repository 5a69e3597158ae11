package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import larder.access.HostPattern;
import larder.access.HostRules;
import larder.access.Reach;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.NoOrigins;
import larder.http.Authority;
import larder.http.IpAddress;
import larder.http.Scheme;
import larder.http.TransferException;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy that is told to ask no origin. */
class OfflineEndToEndTest {
  private static final String MINUTE = "Cache-Control: max-age=60\r\n";

  @TempDir private Path folder;

  private Setup onDisk() {
    return new Setup().storing(StoreKind.H2.in(folder));
  }

  @Test
  void whatWasFetchedOnceIsServedFreshOrStaleAndNobodyIsAsked() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(Framing.CONTENT_LENGTH.answer(MINUTE, "once"))) {
      String uri = origin.uri("/");
      try (Running online = onDisk().start()) {
        online.get(uri).is(200, "once");
      }
      try (Running offline = onDisk().offline().start()) {
        offline.get(uri).is(200, "once").says("larder; hit; ttl=60");
        assertEquals(Result.HIT, offline.conclusion().result());
        offline.advance(Duration.ofDays(100));
        offline.get(uri).is(200, "once").says("larder; hit; ttl=-8639940; detail=offline");
        assertEquals(Result.STALE_HIT, offline.conclusion().result());
        offline.get(uri, "Cache-Control: no-cache").is(200, "once");
        assertEquals(1, origin.connections());
      }
    }
  }

  @Test
  void aMissIsToldInPlainWords() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(Framing.CONTENT_LENGTH.answer(MINUTE, "never"));
        Running offline = new Setup().offline().start()) {
      Answer miss = offline.get(origin.uri("/"));
      assertEquals(504, miss.status());
      assertTrue(
          miss.content()
              .contains(
                  "The proxy is offline (--offline), and nothing that is stored answers this."),
          miss::content);
      assertNull(miss.field("Cache-Status")); // RFC 9211, section 2: it comes from no store
      assertTrue(
          String.valueOf(miss.field("Proxy-Status"))
              .startsWith("larder; error=http_request_denied; details="),
          miss::head);
      assertEquals(504, offline.ask(Running.request("POST", origin.uri("/"))).status());
      assertEquals(0, origin.connections());
    }
  }

  @Test
  void whatForbidsToBeServedUnaskedIsNotServedAndThePageSaysWhy() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.answering(
            Framing.CONTENT_LENGTH.answer("Cache-Control: no-cache\r\nETag: \"a\"\r\n", "ask"))) {
      String uri = origin.uri("/");
      try (Running online = onDisk().start()) {
        online.get(uri).is(200, "ask");
      }
      try (Running offline = onDisk().offline().start()) {
        Answer refused = offline.get(uri);
        assertEquals(504, refused.status());
        assertTrue(refused.content().contains("has to be asked each time"), refused::content);
        assertEquals(1, origin.connections());
      }
    }
  }

  @Test
  void noTunnelIsOpened() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering("");
        Running offline = new Setup().offline().start()) {
      Answer refused = offline.ask(Running.request("CONNECT", origin.authority()));
      assertEquals(504, refused.status());
      assertTrue(refused.content().contains("opens no tunnel"), refused::content);
      assertEquals(0, origin.connections());
    }
  }

  /** A name could lead anywhere, and nobody is there to be asked where. */
  @Test
  void clientsElsewhereGetOnlyWhatIsAllowedByName() throws Exception {
    NoOrigins none = NoOrigins.atAll();
    IpAddress client = IpAddress.parse("192.0.2.7");
    Authority host = new Authority("a.example", 80);
    HostRules usual = HostRules.of(List.of(), List.of(), (address, port) -> false);
    HostRules named =
        HostRules.of(List.of(HostPattern.parse("a.example")), List.of(), (address, port) -> false);
    Reach byAddress = usual.reach(client, host);
    Assertions.assertThrows(
        TransferException.class, () -> none.check(Scheme.HTTP, host, byAddress));
    assertTrue(none.check(Scheme.HTTP, host, named.reach(client, host)));
    assertTrue(
        none.check(
            Scheme.HTTP,
            new Authority("192.0.2.1", 80),
            HostRules.of(List.of(HostPattern.parse("192.0.2.0/24")), List.of(), (a, p) -> false)
                .reach(client, new Authority("192.0.2.1", 80))));
  }

  /** What is stored would be of no use where an address, this machine's among them, is denied. */
  @Test
  void aDeniedRangeDeniesNoName() throws Exception {
    HostRules rules =
        HostRules.of(List.of(), List.of(HostPattern.parse("127.0.0.0/8")), (a, port) -> false);
    IpAddress here = IpAddress.parse("127.0.0.1");
    Authority name = new Authority("a.example", 80);
    Reach reach = rules.reach(here, name);
    assertTrue(NoOrigins.atAll().check(Scheme.HTTP, name, reach));
  }
}
