package larder.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a client holds that waits with its next request: of the whole process, so it runs alone. */
@Isolated
class IdleTest {
  private static final int MANY = 1_000;

  /** It is 3.5 KB, the test's end of the connection with it. */
  private static final int MOST_BYTES = 5 << 10;

  private static final String STORABLE =
      "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 5\r\n\r\nhello";

  /**
   * @param heap in bytes
   * @param buffers how many there are outside of the heap
   */
  private record Held(long heap, long buffers) {
    static Held now() {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      return new Held(runtime.totalMemory() - runtime.freeMemory(), buffersOutsideOfTheHeap());
    }

    private static long buffersOutsideOfTheHeap() {
      return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .filter(pool -> pool.getName().equals("direct"))
          .mapToLong(BufferPoolMXBean::getCount)
          .sum();
    }
  }

  private final List<SocketChannel> clients = new ArrayList<>();

  @Test
  void whoWaitsForARequestHoldsLittle() throws Exception {
    Setup setup = new Setup().maxConnections(2 * MANY);
    try (FakeOrigin origin = FakeOrigin.answering(STORABLE);
        Larder larder = Larder.start(setup.settings(), conclusion -> {}, setup.surroundings())) {
      connect(larder, origin, MANY / 2); // what is made once is made
      Held before = Held.now();
      connect(larder, origin, MANY);
      Held after = Held.now();
      long bytes = (after.heap() - before.heap()) / MANY;
      long buffers = after.buffers() - before.buffers();
      assertTrue(bytes <= MOST_BYTES, () -> bytes + " bytes for each");
      assertTrue(buffers <= MANY / 10, () -> buffers + " buffers for " + MANY);
      for (SocketChannel client : clients) {
        ask(client, origin);
      }
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }

  private void connect(Larder larder, FakeOrigin origin, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      SocketChannel client = SocketChannel.open(larder.addresses().getFirst());
      clients.add(client);
      ask(client, origin);
    }
  }

  private static void ask(SocketChannel client, FakeOrigin origin) throws Exception {
    client.write(ByteBuffer.wrap(request(origin)));
    ByteBuffer answer = ByteBuffer.allocate(2 << 10);
    String text = "";
    while (!text.endsWith("hello")) {
      assertTrue(client.read(answer) > 0, text);
      text = new String(answer.array(), 0, answer.position(), ISO_8859_1);
    }
  }

  private static byte[] request(FakeOrigin origin) {
    return Running.request("GET", origin.uri("/a")).getBytes(ISO_8859_1);
  }
}
