package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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

/** Names, addresses, connections, and their time limits. */
@SuppressWarnings("try") // some are closed twice, or must only exist
class ConnectingTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

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
        Origins origins = NamedOrigins.over(NamedOrigins.PATIENT, counting)) {
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
    try (Origins origins = NamedOrigins.over(NamedOrigins.PATIENT, NamedOrigins.names())) {
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
    try (Origins origins = NamedOrigins.over(timeouts, hangs)) {
      Fetch.failure(origins, "http://example.org/", Kind.NAME_TIMED_OUT);
    } finally {
      never.countDown();
    }
  }

  @Test
  void aPortAtWhichNobodyListensRefuses() throws Exception {
    try (DeafPort deaf = new DeafPort();
        Origins origins =
            NamedOrigins.over(NamedOrigins.PATIENT, NamedOrigins.names("127.0.0.1", "127.0.0.2"))) {
      assertEquals(
          deaf.authority() + " refused the connection",
          Fetch.failure(origins, "http://" + deaf.authority() + "/", Kind.REFUSED));
      Fetch.failure(origins, "http://example.org:" + deaf.port() + "/", Kind.REFUSED);
    }
  }

  @Test
  void theNextAddressIsTriedIfOneRefuses() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Origins origins =
            NamedOrigins.over(NamedOrigins.PATIENT, NamedOrigins.names("::1", "127.0.0.1"))) {
      String uri = "http://example.org:" + origin.port() + "/";
      assertEquals("ok", Fetch.get(origins, uri).content());
    }
  }

  @Test
  void theNextAddressIsTriedIfOneDoesNotAnswer() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Mute mute = new Mute("127.0.0.2", origin.port());
        Origins origins =
            NamedOrigins.over(NamedOrigins.PATIENT, NamedOrigins.names("127.0.0.2", "127.0.0.1"))) {
      String uri = "http://example.org:" + origin.port() + "/";
      assertEquals("ok", Fetch.get(origins, uri).content());
    }
  }

  @Test
  void addressesThatDoNotAnswerAreNotWaitedForTooLong() throws Exception {
    OriginTimeouts timeouts = new OriginTimeouts(LONG, SHORT, LONG, LONG, LONG);
    try (Mute mute = new Mute("127.0.0.2", 0);
        Origins origins =
            NamedOrigins.over(timeouts, NamedOrigins.names("127.0.0.2", "127.0.0.2"))) {
      Fetch.failure(origins, "http://127.0.0.2:" + mute.port() + "/", Kind.CONNECT_TIMED_OUT);
      Fetch.failure(origins, "http://example.org:" + mute.port() + "/", Kind.CONNECT_TIMED_OUT);
    }
  }

  /** A port whose queue is full, so that the system drops further connections. */
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

  /** The time-out overflows in nanoseconds. */
  @Test
  void aConnectionThatCannotBeLookedAfterIsClosed() throws Exception {
    Duration beyond = Duration.ofSeconds(Long.MAX_VALUE);
    try (ServerSocket origin = new ServerSocket(0, 1, HERE);
        Resolver resolver = new Resolver(NamedOrigins.names(), LONG, System::nanoTime);
        Sweeper sweeper = new Sweeper(System::nanoTime)) {
      Dialler dialler = new Dialler(resolver, NamedOrigins.PATIENT, sweeper);
      Authority there = new Authority("127.0.0.1", origin.getLocalPort());
      assertThrows(ArithmeticException.class, () -> dialler.dial(there, Reach.ANYWHERE, beyond));
      try (Socket far = origin.accept()) {
        far.setSoTimeout(10_000);
        assertEquals(-1, far.getInputStream().read());
      }
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
            NamedOrigins.PATIENT,
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
      Origins origins = NamedOrigins.over(NamedOrigins.PATIENT, NamedOrigins.names());
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
            awaitUninterrupted(found); // like a lookup by the system, which cannot be cancelled
          }
          return new InetAddress[] {HERE};
        };
    try (FakeOrigin silent = FakeOrigin.following(Peer::readToEnd)) {
      Origins origins = NamedOrigins.over(NamedOrigins.PATIENT, slow);
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
        // waits again
      }
    }
  }
}
