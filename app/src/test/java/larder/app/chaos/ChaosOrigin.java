package larder.app.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import larder.test.origin.Peer;
import org.jspecify.annotations.Nullable;

/** An origin that resets, stalls, cuts short and lies, and is well in between. */
final class ChaosOrigin implements AutoCloseable {
  private static final Fault[] FAULTS = Fault.values();
  private static final int ONE_PACKET = 1_000;

  private final ServerSocket server;
  private final long stallMillis;
  private final AtomicLong seeds;
  private final Set<Peer> peers = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<Fault, AtomicLong> met = new ConcurrentHashMap<>();

  /**
   * @param stallMillis longer than the proxy waits for an origin
   */
  ChaosOrigin(long seed, long stallMillis) throws IOException {
    this.server = new ServerSocket(0, 512, InetAddress.ofLiteral("127.0.0.1"));
    this.stallMillis = stallMillis;
    this.seeds = new AtomicLong(seed);
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> talk(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void talk(Socket socket) {
    SplittableRandom random = new SplittableRandom(seeds.getAndIncrement());
    try (Peer peer = new Peer(socket)) {
      peers.add(peer);
      try {
        boolean goesOn;
        do {
          goesOn = answer(peer, peer.readMessage(), random);
        } while (goesOn);
      } finally {
        peers.remove(peer);
      }
    } catch (IOException e) {
      // The proxy has had enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False if the connection is to end. */
  private boolean answer(Peer peer, String request, SplittableRandom random)
      throws IOException, InterruptedException {
    Fault fault = random.nextInt(3) == 0 ? FAULTS[random.nextInt(FAULTS.length)] : Fault.NONE;
    met.computeIfAbsent(fault, each -> new AtomicLong()).incrementAndGet();
    Said said = new Said(request);
    String head = said.head();
    String content = said.content();
    switch (fault) {
      case NONE -> {
        return whole(peer, said, random);
      }
      case SLOW -> {
        for (String piece : (said.sized() + content).split("(?<=\\G.{30000})", 12)) {
          peer.send(piece);
          Thread.sleep(random.nextInt(4));
        }
      }
      case INTERIM -> {
        for (int i = random.nextInt(1, 5); i > 0; i--) {
          peer.send("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
        }
        peer.send(said.sized() + content);
      }
      case UNAVAILABLE ->
          peer.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy");
      case RESET_AT_ONCE -> peer.reset();
      case CLOSED_AT_ONCE -> {
        return false;
      }
      case CLOSED_IN_HEAD -> {
        peer.send(head.substring(0, random.nextInt(head.length())));
        return false;
      }
      case RESET_IN_CONTENT -> {
        peer.send(said.sized() + cut(content, random));
        peer.reset();
      }
      case CLOSED_IN_CONTENT -> {
        peer.send(said.sized() + cut(content, random));
        return content.isEmpty();
      }
      case CLOSED_IN_CHUNK -> {
        peer.send(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk(cut(content, random)));
        return false;
      }
      case STALLED_BEFORE_HEAD -> Thread.sleep(stallMillis);
      case STALLED_IN_CONTENT -> {
        peer.send(said.sized() + cut(content, random));
        Thread.sleep(stallMillis);
        return content.isEmpty();
      }
      case NO_HTTP -> {
        byte[] noise = new byte[random.nextInt(1, 5_000)];
        random.nextBytes(noise);
        peer.send(noise);
        return false;
      }
      case TWO_LENGTHS ->
          peer.send(head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n" + content);
      case LENGTH_AND_CHUNKED -> {
        String both = "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n";
        peer.send(head + both + chunk(content) + "0\r\n\r\n");
      }
      case BAD_CHUNK -> {
        String chunks = chunk(cut(content, random)) + "0x5\r\nwrong\r\n0\r\n\r\n";
        peer.send(head + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
      }
      case TWO_ANSWERS -> {
        String whole = said.sized() + content;
        int last = Math.max(0, whole.length() - ONE_PACKET);
        peer.send(whole.substring(0, last));
        peer.send(whole.substring(last) + poison()); // what comes later nobody could tell
      }
      case UNASKED_SWITCH ->
          peer.send(
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
      case UNASKED_NOT_MODIFIED ->
          peer.send("HTTP/1.1 304 Not Modified\r\n" + said.item.fields() + "\r\n");
      case UNASKED_PART -> {
        String all = said.item.content();
        peer.send(
            request.startsWith("POST") || all.isEmpty()
                ? said.sized() + content
                : part(said.item, random.nextInt(all.length()), all.length()));
      }
    }
    return true;
  }

  private static boolean whole(Peer peer, Said said, SplittableRandom random) throws IOException {
    if (said.hasNoContent()) {
      peer.send(said.sized());
      return true;
    }
    switch (random.nextInt(4)) {
      case 0 ->
          peer.send(
              said.head() + "Transfer-Encoding: chunked\r\n\r\n" + chunks(said.content(), random));
      case 1 -> {
        peer.send(said.head() + "\r\n" + said.content());
        return false;
      }
      default -> peer.send(said.sized() + said.content());
    }
    return true;
  }

  private static String cut(String content, SplittableRandom random) {
    return content.isEmpty() ? "" : content.substring(0, random.nextInt(content.length()));
  }

  private static String chunk(String content) {
    return content.isEmpty()
        ? ""
        : Integer.toHexString(content.length()) + "\r\n" + content + "\r\n";
  }

  private static String chunks(String content, SplittableRandom random) {
    int at = content.isEmpty() ? 0 : random.nextInt(content.length());
    return chunk(content.substring(0, at)) + chunk(content.substring(at)) + "0\r\n\r\n";
  }

  private static String poison() {
    return "HTTP/1.1 200 OK\r\nX-Item: poison\r\nCache-Control: max-age=3600\r\n"
        + "Content-Length: 6\r\n\r\npoison";
  }

  private static String part(Item item, int from, int to) {
    String all = item.content();
    return "HTTP/1.1 206 Partial Content\r\n"
        + item.fields()
        + ("Content-Range: bytes " + from + "-" + (to - 1) + "/" + all.length() + "\r\n")
        + ("Content-Length: " + (to - from) + "\r\n\r\n")
        + all.substring(from, to);
  }

  /** How often it did what. */
  Map<Fault, AtomicLong> met() {
    return met;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Peer peer : peers) {
      peer.close();
    }
  }

  /** The right answer to one request. */
  private static final class Said {
    private final Item item;
    private final String status;
    private final String content;
    private final String fields;
    private final boolean hasNoContent;

    Said(String request) {
      String[] line = request.substring(0, request.indexOf("\r\n")).split(" ", -1);
      item = Item.at(line[1]);
      if (line[0].equals("POST")) {
        status = "200 OK";
        content = Echo.of(withoutChunks(request));
        fields = item.fields().replaceAll("Cache-Control: .*\r\n", "Cache-Control: no-store\r\n");
        hasNoContent = false;
        return;
      }
      String range = field(request, "range");
      String condition = field(request, "if-range");
      boolean isPart =
          range != null
              && !item.content().isEmpty()
              && (condition == null || condition.equals(item.entityTag()));
      boolean isKnown = String.valueOf(field(request, "if-none-match")).contains(item.entityTag());
      String all = item.content();
      int from = 0;
      int to = all.length();
      if (isPart) {
        String[] ends = range.substring("bytes=".length()).split("-", -1);
        from = Integer.parseInt(ends[0]);
        to = ends[1].isEmpty() ? to : Math.min(to, Integer.parseInt(ends[1]) + 1);
      }
      status = isKnown ? "304 Not Modified" : isPart ? "206 Partial Content" : "200 OK";
      fields =
          isPart && !isKnown
              ? item.fields()
                  + ("Content-Range: bytes " + from + "-" + (to - 1) + "/" + all.length() + "\r\n")
              : item.fields();
      hasNoContent = isKnown || line[0].equals("HEAD");
      content = hasNoContent ? "" : all.substring(from, to);
    }

    private static String withoutChunks(String request) {
      int at = request.indexOf("\r\n\r\n") + 4;
      String content = request.substring(at);
      if (!request.substring(0, at).toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding:")) {
        return content;
      }
      StringBuilder whole = new StringBuilder();
      int from = 0;
      while (true) {
        int end = content.indexOf("\r\n", from);
        int size = Integer.parseInt(content.substring(from, end), 16);
        if (size == 0) {
          return whole.toString();
        }
        whole.append(content, end + 2, end + 2 + size);
        from = end + 2 + size + 2;
      }
    }

    private static @Nullable String field(String request, String name) {
      String head = request.substring(0, request.indexOf("\r\n\r\n") + 2);
      int at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name + ": ");
      if (at < 0) {
        return null;
      }
      int from = at + name.length() + 4;
      return head.substring(from, head.indexOf("\r\n", from));
    }

    String content() {
      return content;
    }

    boolean hasNoContent() {
      return hasNoContent;
    }

    /** Without the empty line at its end, and without framing. */
    String head() {
      return "HTTP/1.1 " + status + "\r\n" + fields;
    }

    /** With the length. */
    String sized() {
      return hasNoContent
          ? head() + "\r\n"
          : head() + "Content-Length: " + content.getBytes(ISO_8859_1).length + "\r\n\r\n";
    }
  }
}
