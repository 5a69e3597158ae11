package larder.app.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.app.Answer;
import larder.test.origin.Peer;

/**
 * A client that asks for this and that, often badly, and looks closely at what it gets: a content
 * that is whole has to be the right one, and an answer to have been made for this request.
 */
final class ChaosClient implements Runnable {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(?:\\d+|\\*)");
  private static final int MOST_REQUESTS = 8;
  private static final Act[] ACTS = Act.values();

  private final InetSocketAddress proxy;
  private final String origin;
  private final String echo;
  private final SplittableRandom random;
  private final long end;
  private final Outcomes outcomes;

  private enum Act {
    GET,
    GET_AGAIN,
    HEAD,
    PART,
    CONDITION,
    POST,
    POST_CHUNKS,
    PIPELINE,
    LEAVE_EARLY,
    READ_SLOWLY,
    DRIP_HEAD,
    NO_HTTP,
    HALF_HEAD,
    HALF_CONTENT,
    TUNNEL
  }

  /**
   * @param origin its host and port
   * @param echo host and port of one that sends back what it gets
   * @param end when to stop, as {@link System#nanoTime}
   */
  ChaosClient(
      InetSocketAddress proxy, String origin, String echo, long seed, long end, Outcomes outcomes) {
    this.proxy = proxy;
    this.origin = origin;
    this.echo = echo;
    this.random = new SplittableRandom(seed);
    this.end = end;
    this.outcomes = outcomes;
  }

  @Override
  public void run() {
    while (System.nanoTime() < end) {
      try (Peer peer = Peer.connect(proxy)) {
        for (int i = random.nextInt(MOST_REQUESTS); i >= 0; i--) {
          if (!act(peer)) {
            break;
          }
        }
      } catch (SocketTimeoutException e) {
        outcomes.addWrong("Nothing came for half a minute");
      } catch (IOException e) {
        outcomes.add("cut short");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | AssertionError e) {
        outcomes.addWrong(e.toString());
      }
    }
  }

  /** False if the connection cannot be used again. */
  private boolean act(Peer peer) throws IOException, InterruptedException {
    Item item = Item.any(random);
    return switch (ACTS[random.nextInt(ACTS.length)]) {
      case GET, GET_AGAIN -> ask(peer, item, "GET", "");
      case HEAD -> ask(peer, item, "HEAD", "");
      case PART -> ask(peer, item, "GET", range(item));
      case CONDITION -> ask(peer, item, "GET", "If-None-Match: " + item.entityTag() + "\r\n");
      case POST -> post(peer, item, false);
      case POST_CHUNKS -> post(peer, item, true);
      case PIPELINE -> pipeline(peer, item);
      case LEAVE_EARLY -> {
        peer.send(request("GET", item, ""));
        peer.read(random.nextInt(1, 200)); // any answer has more, with its head
        peer.reset();
        yield left();
      }
      case READ_SLOWLY -> {
        peer.send(request("GET", item, ""));
        Thread.sleep(random.nextInt(30));
        yield read(peer, item, "GET");
      }
      case DRIP_HEAD -> {
        for (String piece : request("GET", item, "").split("(?<=\\G.{9})", -1)) {
          peer.send(piece);
        }
        yield read(peer, item, "GET");
      }
      case NO_HTTP -> {
        byte[] noise = new byte[random.nextInt(1, 300)];
        random.nextBytes(noise);
        noise[0] = 0; // nothing that could begin a request
        peer.send(noise);
        expect(answer(peer, "GET").status() == 400, "Noise was taken for a request");
        outcomes.add("refused");
        yield false;
      }
      case HALF_HEAD -> {
        String request = request("GET", item, "");
        peer.send(request.substring(0, random.nextInt(1, request.length())));
        yield left();
      }
      case HALF_CONTENT -> {
        peer.send(request("POST", item, "Content-Length: 5000\r\n") + "x".repeat(2_000));
        yield left();
      }
      case TUNNEL -> tunnel(peer);
    };
  }

  private boolean left() {
    outcomes.add("left");
    return false;
  }

  private String request(String method, Item item, String fields) {
    return method
        + (" http://" + origin + item.path() + " HTTP/1.1\r\n")
        + ("Host: " + origin + "\r\n" + fields + "\r\n");
  }

  private String range(Item item) {
    int length = item.content().length();
    if (length == 0) {
      return "";
    }
    int from = random.nextInt(length);
    String to = random.nextBoolean() ? "" : Integer.toString(random.nextInt(from, length));
    return "Range: bytes=" + from + "-" + to + "\r\n";
  }

  private boolean ask(Peer peer, Item item, String method, String fields) throws IOException {
    peer.send(request(method, item, fields));
    return read(peer, item, method);
  }

  private boolean pipeline(Peer peer, Item first) throws IOException {
    Item second = Item.any(random);
    peer.send(request("GET", first, "") + request("HEAD", second, ""));
    return read(peer, first, "GET") && read(peer, second, "HEAD");
  }

  private boolean post(Peer peer, Item item, boolean inChunks) throws IOException {
    byte[] bytes = new byte[random.nextInt(1, 40_000)];
    random.nextBytes(bytes);
    String content = new String(bytes, ISO_8859_1);
    if (inChunks) {
      peer.send(request("POST", item, "Transfer-Encoding: chunked\r\n"));
      int at = random.nextInt(bytes.length);
      sendChunk(peer, content.substring(0, at));
      sendChunk(peer, content.substring(at));
      peer.send("0\r\n\r\n");
    } else {
      peer.send(request("POST", item, "Content-Length: " + bytes.length + "\r\n") + content);
    }
    Answer answer = answer(peer, "POST");
    if (answer.status() != 200) {
      return look(answer, item, "POST");
    }
    expectFor(item, answer);
    expect(answer.content().equals(Echo.of(content)), "Other content came than was sent");
    outcomes.add("whole");
    return goesOn(answer);
  }

  private static void sendChunk(Peer peer, String content) throws IOException {
    if (!content.isEmpty()) {
      peer.send(Integer.toHexString(content.length()) + ";x=y\r\n" + content + "\r\n");
    }
  }

  private boolean read(Peer peer, Item item, String method) throws IOException {
    return look(answer(peer, method), item, method);
  }

  /** The final one. */
  private static Answer answer(Peer peer, String method) throws IOException {
    Answer answer;
    do {
      answer = Answer.read(peer, method);
      expect(answer.status() != 101, "The protocol was switched");
    } while (answer.status() < 200);
    return answer;
  }

  private boolean look(Answer answer, Item item, String method) {
    switch (answer.status()) {
      case 200 -> {
        expectFor(item, answer);
        expect(
            method.equals("HEAD") || answer.content().equals(item.content()),
            "A wrong content of " + answer.content().length() + " for item " + item.number());
        outcomes.add("whole");
      }
      case 206 -> {
        expectFor(item, answer);
        Matcher range = CONTENT_RANGE.matcher(String.valueOf(answer.field("Content-Range")));
        expect(range.matches(), method + " got a part without its range: " + answer.head());
        int from = Integer.parseInt(range.group(1));
        int to = Integer.parseInt(range.group(2)) + 1;
        expect(
            method.equals("HEAD") || answer.content().equals(item.content().substring(from, to)),
            "A wrong part " + range.group() + " for item " + item.number());
        outcomes.add("part");
      }
      case 304 -> {
        expect(item.entityTag().equals(answer.field("ETag")), "A 304 of something else");
        outcomes.add("not modified");
      }
      case 408, 502, 503, 504 -> outcomes.add("answered " + answer.status());
      default -> throw new AssertionError("Answered with " + answer.head());
    }
    return goesOn(answer);
  }

  private static void expectFor(Item item, Answer answer) {
    expect(
        Integer.toString(item.number()).equals(answer.field(Item.NAME_FIELD)),
        "The answer to item " + item.number() + " is " + answer.head());
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private static boolean goesOn(Answer answer) {
    return !answer.head().toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n");
  }

  private boolean tunnel(Peer peer) throws IOException {
    peer.send("CONNECT " + echo + " HTTP/1.1\r\nHost: " + echo + "\r\n\r\n");
    Answer answer = Answer.read(peer, "HEAD");
    if (answer.status() != 200) {
      return look(answer, new Item(0), "HEAD");
    }
    for (int i = random.nextInt(5); i >= 0; i--) {
      byte[] bytes = new byte[random.nextInt(1, 60_000)];
      random.nextBytes(bytes);
      peer.send(bytes);
      expect(
          peer.read(bytes.length).equals(new String(bytes, ISO_8859_1)), "A tunnel lost its bytes");
    }
    expect(peer.endOutput().hasEnded(), "A tunnel gave more than was sent");
    outcomes.add("tunnelled");
    return false;
  }
}
