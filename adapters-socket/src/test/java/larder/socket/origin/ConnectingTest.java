package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import larder.access.Reach;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.IpAddress;
import larder.http.Scheme;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.MessageLimits;
import larder.socket.channel.Sweeper;
import larder.test.origin.Conversation;
import larder.test.origin.DeafPort;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;

/** Names, addresses, connections, and how long they may take. */
@SuppressWarnings("try") // some are closed twice, or only have to be there
class ConnectingTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private static final OriginTimeouts PATIENT = new OriginTimeouts(LONG, LONG, LONG, LONG, LONG);

  private static Origins origins(OriginTimeouts timeouts, NameLookup names) {
    return Origins.over(
        new OriginSettings(
            2048,
            8,
            8,
            MessageLimits.defaults(),
            timeouts,
            names,
            Upstreams.NONE,
            OriginSettings.defaults().tls()));
  }

  private static NameLookup names(String... addresses) {
    return host -> {
      if (!host.endsWith("example.org")) {
        throw new UnknownHostException(host);
      }
      InetAddress[] found = new InetAddress[addresses.length];
      for (int i = 0; i < found.length; i++) {
        found[i] = InetAddress.ofLiteral(addresses[i]);
      }
      return found;
    };
  }

  @Test
  void aNameIsLookedUpOnceForAWhile() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    NameLookup counting =
        host -> {
          lookups.incrementAndGet();
          return new InetAddress[] {HERE};
        };
    try (FakeOrigin origin =
            FakeOrigin.answering(OK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        Origins origins = origins(PATIENT, counting)) {
      String uri = "http://example.org:" + origin.port() + "/";
      assertEquals("ok", Fetch.get(origins, uri).content());
      assertEquals("ok", Fetch.get(origins, uri).content());
      assertEquals(2, origin.connections());
      assertEquals(1, lookups.get());
    }
  }

  @Test
  void whatIsKnownOfANameIsForgottenAfterItsTime() throws Exception {
    AtomicLong now = new AtomicLong();
    List<String> asked = new ArrayList<>();
    NameLookup counting =
        host -> {
          asked.add(host);
          if (host.equals("missing.example.org")) {
            throw new UnknownHostException();
          }
          return new InetAddress[] {HERE};
        };
    try (Resolver resolver = new Resolver(counting, LONG, now::get)) {
      Authority found = new Authority("example.org", 80);
      Authority missing = new Authority("missing.example.org", 80);
      for (int seconds : new int[] {0, 2, 4, 29, 31}) {
        now.set(Duration.ofSeconds(seconds).toNanos());
        resolver.resolve(found);
        assertThrows(TransferException.class, () -> resolver.resolve(missing));
      }
      assertEquals(2, asked.stream().filter("example.org"::equals).count());
      assertEquals(3, asked.stream().filter("missing.example.org"::equals).count());
    }
  }

  @Test
  void addressesAreNotLookedUp() throws Exception {
    NameLookup never =
        host -> {
          throw new AssertionError(host);
        };
    try (Resolver resolver = new Resolver(never, LONG, System::nanoTime)) {
      assertEquals(List.of(HERE), resolver.resolve(new Authority("127.0.0.1", 80)));
      assertEquals(
          List.of(InetAddress.ofLiteral("::1")), resolver.resolve(new Authority("[::1]", 80)));
    }
  }

  @Test
  void aNameWithoutAddressIsNotFound() {
    try (Origins origins = origins(PATIENT, names())) {
      assertEquals(
          "The name missing.example has no address",
          Fetch.failure(origins, "http://missing.example/", Kind.NAME_NOT_FOUND));
    }
  }

  @Test
  void aNameIsNotWaitedForTooLong() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    NameLookup hangs =
        host -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new UnknownHostException();
          }
          return new InetAddress[] {HERE};
        };
    OriginTimeouts timeouts = new OriginTimeouts(SHORT, LONG, LONG, LONG, LONG);
    try (Origins origins = origins(timeouts, hangs)) {
      Fetch.failure(origins, "http://example.org/", Kind.NAME_TIMED_OUT);
    } finally {
      never.countDown();
    }
  }

  @Test
  void aPortAtWhichNobodyListensRefuses() throws Exception {
    try (DeafPort deaf = new DeafPort();
        Origins origins = origins(PATIENT, names("127.0.0.1", "127.0.0.2"))) {
      assertEquals(
          deaf.authority() + " refused the connection",
          Fetch.failure(origins, "http://" + deaf.authority() + "/", Kind.REFUSED));
      Fetch.failure(origins, "http://example.org:" + deaf.port() + "/", Kind.REFUSED);
    }
  }

  @Test
  void theNextAddressIsTriedIfOneRefuses() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Origins origins = origins(PATIENT, names("::1", "127.0.0.1"))) {
      String uri = "http://example.org:" + origin.port() + "/";
      assertEquals("ok", Fetch.get(origins, uri).content());
    }
  }

  @Test
  void theNextAddressIsTriedIfOneDoesNotAnswer() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Mute mute = new Mute("127.0.0.2", origin.port());
        Origins origins = origins(PATIENT, names("127.0.0.2", "127.0.0.1"))) {
      String uri = "http://example.org:" + origin.port() + "/";
      assertEquals("ok", Fetch.get(origins, uri).content());
    }
  }

  @Test
  void addressesThatDoNotAnswerAreNotWaitedForTooLong() throws Exception {
    OriginTimeouts timeouts = new OriginTimeouts(LONG, SHORT, LONG, LONG, LONG);
    try (Mute mute = new Mute("127.0.0.2", 0);
        Origins origins = origins(timeouts, names("127.0.0.2", "127.0.0.2"))) {
      Fetch.failure(origins, "http://127.0.0.2:" + mute.port() + "/", Kind.CONNECT_TIMED_OUT);
      Fetch.failure(origins, "http://example.org:" + mute.port() + "/", Kind.CONNECT_TIMED_OUT);
    }
  }

  /** A port whose queue is full, so that the system drops what would connect. */
  private static final class Mute implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> queued = new ArrayList<>();

    Mute(String address, int port) throws IOException {
      server = new ServerSocket(port, 1, InetAddress.ofLiteral(address));
      for (int i = 0; i < 2; i++) {
        queued.add(new Socket(server.getInetAddress(), server.getLocalPort()));
      }
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : queued) {
        socket.close();
      }
      server.close();
    }
  }

  @Test
  void ipv6AndIpv4AreTriedByTurns() {
    List<InetAddress> found =
        List.of(
            InetAddress.ofLiteral("10.0.0.1"),
            InetAddress.ofLiteral("10.0.0.2"),
            InetAddress.ofLiteral("fd00::1"));
    assertEquals(List.of(found.get(2), found.get(0), found.get(1)), Dialler.alternating(found));
  }

  /** By a time-out that is no number. */
  @Test
  void aConnectionThatCannotBeLookedAfterIsClosed() throws Exception {
    Duration beyond = Duration.ofSeconds(Long.MAX_VALUE);
    try (ServerSocket origin = new ServerSocket(0, 1, HERE);
        Resolver resolver = new Resolver(names(), LONG, System::nanoTime);
        Sweeper sweeper = new Sweeper(System::nanoTime)) {
      Dialler dialler = new Dialler(resolver, PATIENT, sweeper);
      Authority there = new Authority("127.0.0.1", origin.getLocalPort());
      assertThrows(ArithmeticException.class, () -> dialler.dial(there, Reach.ANYWHERE, beyond));
      try (Socket far = origin.accept()) {
        far.setSoTimeout(10_000);
        assertEquals(-1, far.getInputStream().read());
      }
    }
  }

  @Test
  void addressesThatAreNotAllowedAreNotDialled() throws Exception {
    Reach.Some elsewhere = address -> !address.isLoopback();
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Origins origins = origins(PATIENT, names("127.0.0.1"))) {
      String uri = "http://example.org:" + origin.port() + "/";
      Fetch.failure(origins, Fetch.within(elsewhere, uri), Kind.FORBIDDEN);
      Authority authority = new Authority("127.0.0.1", origin.port());
      assertThrows(TransferException.class, () -> origins.open(authority, Fields.EMPTY, elsewhere));
      assertThrows(TransferException.class, () -> origins.check(Scheme.HTTP, authority, elsewhere));
      assertEquals(0, origin.connections());
    }
  }

  /** What is stored, or being fetched, may be from any of them. */
  @Test
  void itIsToldWhetherAllAddressesOfANameAreInReachOrSomeOrNone() throws Exception {
    Reach.Some elsewhere = address -> !address.isLoopback();
    Authority authority = new Authority("example.org", 80);
    try (Origins all = origins(PATIENT, names("192.0.2.1", "2001:db8::1"));
        Origins some = origins(PATIENT, names("192.0.2.1", "127.0.0.1"));
        Origins others = origins(PATIENT, names("::1", "2001:db8::1"));
        Origins none = origins(PATIENT, names("127.0.0.1", "::1"))) {
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

  /** Where nothing is shared with others, one that may be connected to is enough. */
  @Test
  void ofSeveralAddressesThoseInReachAreDialled() throws Exception {
    Reach.Some here = address -> address.toString().equals("127.0.0.1");
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Origins origins = origins(PATIENT, names("127.0.0.2", "127.0.0.1"))) {
      origins.open(new Authority("example.org", origin.port()), Fields.EMPTY, here).close();
    }
  }

  @Test
  void noMoreConnectionsWaitThanMay() throws Exception {
    OriginSettings settings =
        new OriginSettings(
            2048,
            2,
            3,
            MessageLimits.defaults(),
            PATIENT,
            NameLookup.SYSTEM,
            Upstreams.NONE,
            OriginSettings.defaults().tls());
    CountDownLatch all = new CountDownLatch(4);
    Conversation together =
        peer -> {
          peer.readHead();
          all.countDown();
          all.await();
          peer.send(OK);
          peer.readToEnd();
        };
    try (FakeOrigin origin = FakeOrigin.following(together);
        Origins origins = Origins.over(settings)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        Fetch.get(origins, origin.uri("/"));
                      } catch (TransferException e) {
                        throw new AssertionError(e);
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(2, origins.idleConnections());
    }
  }

  @Test
  void nothingIsDialledOnceClosed() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK)) {
      Origins origins = origins(PATIENT, names());
      Fetch.get(origins, origin.uri("/"));
      origins.close();
      origins.close();
      assertEquals(0, origins.idleConnections());
      Fetch.failure(origins, origin.uri("/"), Kind.OVERLOADED);
    }
  }

  @Test
  void whatIsStillBeingConnectedWhenItIsClosedEndsAsWell() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch found = new CountDownLatch(1);
    NameLookup slow =
        host -> {
          asked.countDown();
          try {
            found.await();
          } catch (InterruptedException e) {
            awaitUninterrupted(found); // as a look-up by the system, which cannot be given up
          }
          return new InetAddress[] {HERE};
        };
    try (FakeOrigin silent = FakeOrigin.following(Peer::readToEnd)) {
      Origins origins = origins(PATIENT, slow);
      String uri = "http://example.org:" + silent.port() + "/";
      CompletableFuture<TransferException> failure = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  failure.completeExceptionally(
                      new AssertionError(Fetch.get(origins, uri).content()));
                } catch (TransferException e) {
                  failure.complete(e);
                }
              });
      asked.await();
      origins.close();
      found.countDown();
      assertEquals(Side.ORIGIN, failure.get(20, TimeUnit.SECONDS).side());
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    boolean over = false;
    while (!over) {
      try {
        latch.await();
        over = true;
      } catch (InterruptedException e) {
        // once more
      }
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
        Origins origins = origins(PATIENT, names("127.0.0.1"))) {
      Fetch.of(origins, Fetch.within(remembering, "http://example.org:" + origin.port() + "/"));
      assertEquals(List.of(IpAddress.of(HERE.getAddress())), asked);
    }
  }

  @Test
  void aConnectionThatWaitsIsNotForThoseWhoMayNotGetThere() throws Exception {
    Reach.Some elsewhere = address -> !address.isLoopback();
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Origins origins = origins(PATIENT, names())) {
      String uri = origin.uri("/");
      Fetch.get(origins, uri);
      assertEquals(1, origins.idleConnections());

      Fetch.failure(origins, Fetch.within(elsewhere, uri), Kind.FORBIDDEN);

      assertEquals(1, origins.idleConnections());
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void outOfDescriptorsIsNotTheOriginsFault() {
    OriginFailures failures = new OriginFailures(new Authority("example.org", 80));
    assertEquals(
        Kind.OVERLOADED, failures.connecting(new SocketException("Too many open files")).kind());
    assertEquals(
        Kind.UNREACHABLE, failures.connecting(new SocketException("Network is down")).kind());
  }
}
