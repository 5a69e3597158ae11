package larder.app;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import larder.test.origin.FakeOrigin;

/** The ways in which an origin says where its content ends. */
enum Framing {
  CONTENT_LENGTH {
    @Override
    String answer(String fields, String content) {
      return "HTTP/1.1 200 OK\r\n"
          + fields
          + ("Content-Length: " + content.length() + "\r\n\r\n")
          + content;
    }
  },
  CHUNKED {
    @Override
    String answer(String fields, String content) {
      int half = content.length() / 2;
      return "HTTP/1.1 200 OK\r\n"
          + fields
          + "Transfer-Encoding: chunked\r\n\r\n"
          + chunk(content.substring(0, half))
          + chunk(content.substring(half))
          + "0\r\n\r\n";
    }
  },
  CLOSE {
    @Override
    String answer(String fields, String content) {
      return "HTTP/1.1 200 OK\r\n" + fields + "\r\n" + content;
    }
  },
  HTTP_1_0 {
    @Override
    String answer(String fields, String content) {
      return "HTTP/1.0 200 OK\r\n" + fields + "\r\n" + content;
    }
  };

  /**
   * A 200 with that content.
   *
   * @param fields lines, each with its end
   */
  abstract String answer(String fields, String content);

  static String chunk(String content) {
    return content.isEmpty()
        ? ""
        : Integer.toHexString(content.length()) + "\r\n" + content + "\r\n";
  }

  /** An origin that gives this answer to every request, and remembers them. */
  FakeOrigin origin(String fields, String content) throws IOException {
    AtomicReference<FakeOrigin> self = new AtomicReference<>();
    FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              do {
                self.get().remember(peer.readMessage());
                peer.send(answer(fields, content));
              } while (this == CONTENT_LENGTH || this == CHUNKED);
            });
    self.set(origin);
    return origin;
  }
}
