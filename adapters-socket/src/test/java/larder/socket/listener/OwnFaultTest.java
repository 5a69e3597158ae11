package larder.socket.listener;

import static larder.socket.listener.FakePort.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever one exchange throws, the others go on. */
@SuppressWarnings("try") // some connections are closed before their block ends
class OwnFaultTest {
  private static final String GET = "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n";

  static List<Supplier<Throwable>> faults() {
    return List.of(
        () -> new IllegalStateException("On purpose"),
        () -> new StackOverflowError("On purpose"),
        () -> new OutOfMemoryError("On purpose"),
        () -> new NoClassDefFoundError("On purpose"),
        () -> new AssertionError("On purpose"));
  }

  private static FakePort.Handler tripping(Supplier<Throwable> fault, boolean begun) {
    return (request, client) -> {
      if (!request.head().fields().has("Trip")) {
        client.send(ok("yes"));
        return;
      }
      if (begun) {
        client.send(ok("begun"));
      }
      switch (fault.get()) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    };
  }

  @ParameterizedTest
  @MethodSource("faults")
  void itsExchangeGetsAnAnswerAndNoOtherNoticesIt(Supplier<Throwable> fault) throws Exception {
    try (Door door = Door.open(tripping(fault, false));
        Peer other = door.connect();
        Peer peer = door.connect()) {
      assertTrue(other.send(GET).readMessage().endsWith("yes"));
      String answer = peer.send(GET.replace("Host", "Trip: x\r\nHost")).readToEnd();
      assertTrue(answer.startsWith("HTTP/1.1 500 Internal Server Error\r\n"), answer);
      assertTrue(!answer.contains("purpose"), answer);
      assertTrue(other.send(GET).readMessage().endsWith("yes"));
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void afterAnAnswerItEndsTheConnectionAlone(Supplier<Throwable> fault) throws Exception {
    try (Door door = Door.open(tripping(fault, true));
        Peer peer = door.connect()) {
      String answers = peer.send(GET.replace("Host", "Trip: x\r\nHost") + GET).readToEnd();
      assertTrue(answers.endsWith("begun"), answers);
      assertEquals(0, answers.lastIndexOf("HTTP/1.1 "), "nothing more is answered");
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, AssertionError.class})
  @Timeout(20)
  void whoeverCannotBeTakenIsClosedAndTheNextIsTaken(Class<? extends Error> kind) throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("yes")))) {
      door.port().meets(kind.getConstructor().newInstance());
      try (Peer peer = door.connect()) {
        assertTrue(peer.hasEnded());
      }
      try (Peer peer = door.connect()) {
        assertTrue(peer.send(GET).readMessage().endsWith("yes"));
        assertEquals(1, door.listener().connections());
      }
    }
  }

  /** The time-out overflows in nanoseconds. */
  @Test
  @Timeout(20)
  void aConnectionThatCannotEvenBeLookedAfterIsClosed() throws Exception {
    Duration any = Duration.ofSeconds(10);
    Duration beyond = Duration.ofSeconds(Long.MAX_VALUE);
    ListenerTimeouts timeouts = new ListenerTimeouts(any, any, any, beyond, any, any, any);
    try (Door door = Door.open((request, client) -> {}, 100, timeouts);
        Peer peer = door.connect()) {
      assertTrue(peer.hasEnded());
    }
  }
}
