package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import larder.test.origin.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A response as a client sees it; text is Latin-1.
 *
 * @param head with the empty line at its end
 * @param content out of its chunks
 * @param trailer the trailer section, with the empty line at its end; empty without chunks
 */
public record Answer(String head, String content, String trailer) {
  /** Reads one response, an interim one too. */
  public static Answer read(Peer peer, String method) throws IOException {
    Answer answer = new Answer(peer.readHead(), "", "");
    int status = answer.status();
    if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
      return answer;
    }
    if ("chunked".equals(answer.field("Transfer-Encoding"))) {
      return readChunks(peer, answer.head);
    }
    String length = answer.field("Content-Length");
    String content = length == null ? peer.readToEnd() : peer.read(Integer.parseInt(length));
    return new Answer(answer.head, content, "");
  }

  private static Answer readChunks(Peer peer, String head) throws IOException {
    StringBuilder content = new StringBuilder();
    int size;
    while ((size = Integer.parseInt(peer.readLine().strip(), 16)) > 0) {
      content.append(peer.read(size));
      assertEquals("\r\n", peer.read(2));
    }
    StringBuilder trailer = new StringBuilder();
    do {
      trailer.append(peer.readLine());
    } while (!trailer.toString().endsWith("\r\n\r\n") && !trailer.toString().equals("\r\n"));
    return new Answer(head, content.toString(), trailer.toString());
  }

  String statusLine() {
    return head.substring(0, head.indexOf("\r\n"));
  }

  public int status() {
    return Integer.parseInt(head.substring(9, 12));
  }

  /** The values of all lines of that name. */
  List<String> all(String name) {
    List<String> values = new ArrayList<>();
    String start = name.toLowerCase(Locale.ROOT) + ": ";
    for (String line : head.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith(start)) {
        values.add(line.substring(start.length()));
      }
    }
    return values;
  }

  /** The value of the one line of that name, or null. */
  public @Nullable String field(String name) {
    List<String> values = all(name);
    assertTrue(values.size() < 2, () -> name + " more than once: " + head);
    return values.isEmpty() ? null : values.getFirst();
  }

  /** The value of the one line of that name in a message, a request too, or null. */
  static @Nullable String fieldOf(String message, String name) {
    return new Answer(message, "", "").field(name);
  }

  Answer is(int status, String content) {
    assertEquals(status, status(), this::toString);
    assertEquals(content, this.content);
    return this;
  }

  /** With that as its one {@code Cache-Status}. */
  Answer says(String cacheStatus) {
    assertEquals(cacheStatus, field("Cache-Status"));
    return this;
  }
}
