package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many clients that ask for the same thing at once, with each store. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class CollapsingEndToEndTest extends EachStoreFixture {
  private static final String FRESH =
      "Date: Sun, 01 Mar 2026 12:00:00 GMT\r\nCache-Control: max-age=60\r\n";
  private static final String COLLAPSED = "larder; fwd=uri-miss; collapsed";
  private static final int CLIENTS = 12;

  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stopClients() {
    clients.shutdownNow();
  }

  private static String uri(FakeOrigin origin) {
    return origin.uri("/a");
  }

  private static String head(String fields, int length) {
    return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + length + "\r\n\r\n";
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(30, TimeUnit.SECONDS), "It did not come to that");
  }

  /** A client that has asked. */
  private Peer asking(FakeOrigin origin, String... lines) throws IOException {
    return larder.connect().send(Running.request("GET", uri(origin), lines));
  }

  /** Each byte tells where it stands, and no two pieces are alike for a long way. */
  private static byte[] piece(int number, int size) {
    byte[] piece = new byte[size];
    for (int i = 0; i < size; i++) {
      piece[i] = (byte) (number + i + (i >> 8));
    }
    return piece;
  }

  @Test
  void oneFetchOfALargeContentForAllAndItsFirstByteBeforeItsEnd() throws Exception {
    int pieces = 128;
    int size = 64 << 10;
    CountDownLatch begun = new CountDownLatch(CLIENTS);
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              peer.readMessage();
              peer.send(head(FRESH, pieces * size)).send(piece(0, size));
              await(begun);
              for (int i = 1; i < pieces; i++) {
                peer.send(piece(i, size));
              }
            })) {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        all.add(
            clients.submit(
                () -> {
                  try (Peer client = asking(origin)) {
                    String head = client.readHead();
                    String first = client.read(1);
                    begun.countDown();
                    assertPiece(0, size, first + client.read(size - 1));
                    for (int number = 1; number < pieces; number++) {
                      assertPiece(number, size, client.read(size));
                    }
                    return head;
                  }
                }));
      }
      int collapsed = 0;
      for (Future<String> client : all) {
        collapsed += client.get().contains("Cache-Status: " + COLLAPSED + "\r\n") ? 1 : 0;
      }
      assertEquals(CLIENTS - 1, collapsed);
      assertEquals(1, origin.connections());
    }
  }

  private static void assertPiece(int number, int size, String came) {
    byte[] expected = piece(number, size);
    for (int i = 0; i < size; i++) {
      if ((byte) came.charAt(i) != expected[i]) {
        throw new AssertionError("Byte " + i + " of piece " + number + " is another one");
      }
    }
  }

  @Test
  void whatIsNotStoredIsFetchedByAllSideBySide() throws Exception {
    CountDownLatch asked = new CountDownLatch(CLIENTS);
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              peer.readMessage();
              peer.send(head("Cache-Control: no-store\r\n", 5));
              asked.countDown();
              await(asked);
              peer.send("hello");
            })) {
      List<Future<Answer>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        all.add(clients.submit(() -> larder.get(uri(origin))));
      }
      for (Future<Answer> client : all) {
        client.get().is(200, "hello");
      }
      assertEquals(CLIENTS, origin.connections());
    }
  }

  @Test
  void anotherVariantIsFetchedWhileTheFirstOneComes() throws Exception {
    CountDownLatch otherServed = new CountDownLatch(1);
    String varying = FRESH + "Vary: Accept-Language\r\n";
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              peer.readMessage();
              peer.send(head(varying, 3)).send("T");
              await(otherServed);
              peer.send("ag");
            },
            peer -> {
              peer.readMessage();
              peer.send(head(varying, 3)).send("day");
            })) {
      try (Peer german = asking(origin, "Accept-Language: de")) {
        german.readHead();
        assertEquals("T", german.read(1));
        larder.get(uri(origin), "Accept-Language: en").is(200, "day");
        otherServed.countDown();
        assertEquals("ag", german.read(2));
      }
      larder.get(uri(origin), "Accept-Language: de").is(200, "Tag").says("larder; hit; ttl=60");
    }
  }

  @Test
  void theDownloadGoesOnWhenItsClientLeaves() throws Exception {
    int pieces = 64;
    int size = 64 << 10;
    CountDownLatch left = new CountDownLatch(1);
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              peer.readMessage();
              peer.send(head(FRESH, pieces * size)).send(piece(0, size));
              await(left);
              for (int i = 1; i < pieces; i++) {
                peer.send(piece(i, size));
              }
            })) {
      Peer leader = asking(origin);
      leader.readHead();
      try (Peer follower = asking(origin)) {
        follower.readHead();
        assertPiece(0, size, follower.read(size));
        leader.reset();
        left.countDown();
        for (int number = 1; number < pieces; number++) {
          assertPiece(number, size, follower.read(size));
        }
      }
      assertEquals(pieces * size, larder.get(uri(origin)).content().length());
      assertEquals(1, origin.connections());
    }
  }

  @Test
  void contentCutShortIsCutShortForAllAndNotStored() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              peer.readMessage();
              peer.send(head(FRESH, 10)).send("hello");
              await(begun);
            },
            peer -> {
              peer.readMessage();
              peer.send(head(FRESH, 10)).send("hello you!");
            })) {
      try (Peer leader = asking(origin)) {
        leader.readHead();
        try (Peer follower = asking(origin)) {
          assertTrue(follower.readHead().contains(COLLAPSED));
          begun.countDown();
          assertEquals("hello", follower.readToEnd());
          assertEquals("hello", leader.readToEnd());
        }
      }
      larder.get(uri(origin)).is(200, "hello you!");
    }
  }
}
