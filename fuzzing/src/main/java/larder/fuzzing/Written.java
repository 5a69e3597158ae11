package larder.fuzzing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import larder.socket.wire.ByteTarget;

/** What would have gone to a socket. */
final class Written implements ByteTarget {
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();

  @Override
  public void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      all.write(bytes.get());
    }
  }

  @Override
  public void write(ByteBuffer[] bytes) {
    for (ByteBuffer one : bytes) {
      write(one);
    }
  }

  /** As Latin-1. */
  String text() {
    return all.toString(StandardCharsets.ISO_8859_1);
  }
}
