package larder.app.kills;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.SplittableRandom;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;

/** What the origin has under each path: a content that is nobody else's, and follows from it. */
final class Content {
  private Content() {}

  /** Latin-1; one in thirty is large, one in twenty is empty. */
  static String of(String path) {
    SplittableRandom random = new SplittableRandom(path.hashCode() * 0x9e3779b97f4a7c15L);
    int kind = random.nextInt(60);
    byte[] bytes = new byte[kind < 2 ? random.nextInt(70_000, 400_000) : size(kind, random)];
    random.nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  private static int size(int kind, SplittableRandom random) {
    return kind < 5 ? 0 : random.nextInt(1, 5000);
  }

  static FakeOrigin origin() throws IOException {
    return FakeOrigin.following(Content::answer);
  }

  private static void answer(Peer peer) throws IOException {
    while (true) {
      String content = of(peer.readMessage().split(" ", 3)[1]);
      peer.send(
          "HTTP/1.1 200 OK\r\nCache-Control: max-age=86400\r\nContent-Length: "
              + content.length()
              + "\r\n\r\n"
              + content);
    }
  }
}
