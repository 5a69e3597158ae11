package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import larder.http.OpenFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sending bytes of a file without reading them. */
class TransferTest {
  private static final int SIZE = 32 << 20;

  @TempDir private Path folder;
  private final PassingTime time = new PassingTime();
  private final byte[] content = new byte[SIZE];
  private FileChannel file;
  private TimedChannel near;
  private SocketChannel far;

  @BeforeEach
  void connect() throws IOException {
    new Random(1).nextBytes(content);
    file = FileChannel.open(Files.write(folder.resolve("file"), content));
    Ends ends = Ends.connected(time.sweeper());
    near = ends.near();
    far = ends.far();
  }

  @AfterEach
  void close() throws IOException {
    near.close();
    far.close();
    time.sweeper().close();
    file.close();
  }

  private OpenFile open() {
    return (to, position, count) -> {
      try {
        return file.transferTo(position, count, to);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** Runs the task on a virtual thread, as exchanges with clients run. */
  private static <T> T onVirtualThread(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.ofVirtual().start(future);
    return future.get();
  }

  /** Repeatedly writes a little and transfers the rest. */
  private long sendAll() throws IOException {
    long transferred = 0;
    long position = 0;
    while (position < SIZE) {
      int size = (int) Math.min(1000, SIZE - position);
      near.write(ByteBuffer.wrap(content, (int) position, size));
      long taken = near.transfer(open(), position + size, SIZE - position - size);
      transferred += taken;
      position += size + taken;
    }
    return transferred;
  }

  @Test
  void theyComeInOrderAndTheWriterWaitsForRoom() throws Exception {
    FutureTask<byte[]> got = new FutureTask<>(() -> input().readNBytes(SIZE));
    Thread.ofVirtual().start(got);
    long transferred = onVirtualThread(this::sendAll);
    assertArrayEquals(content, got.get());
    assertTrue(transferred > SIZE / 2, () -> transferred + " of " + SIZE);
  }

  private InputStream input() {
    return Channels.newInputStream(far);
  }

  @Test
  void itDoesNotWaitForWhoReadsNothing() throws Exception {
    onVirtualThread(
        () -> {
          near.write(ByteBuffer.allocate(1));
          long taken = near.transfer(open(), 0, SIZE);
          assertTrue(taken > 0 && taken < SIZE, () -> taken + " bytes");
          return taken;
        });
  }

  private OpenFile onDiskThatTakes(Duration wait) {
    return (to, position, wanted) -> {
      time.pass(wait);
      return 1;
    };
  }

  @Test
  void whoWaitsForTheDiskDoesNotHaveASlowClient() throws Exception {
    near.taken(new Pace(1_000, Duration.ofSeconds(1)));
    onVirtualThread(
        () -> {
          near.write(ByteBuffer.allocate(1));
          assertEquals(1, near.transfer(onDiskThatTakes(Duration.ofSeconds(9)), 0, 1));
          near.write(ByteBuffer.allocate(1));
          return 0;
        });
    assertEquals(2, input().readNBytes(2).length);
  }

  /**
   * Closing a channel waits for the transfer; the sweeper, which checks all deadlines, must not
   * wait.
   */
  @Test
  void norIsTheChannelClosedWhileSomebodyWaitsForTheDisk() throws Exception {
    onVirtualThread(
        () -> {
          near.write(ByteBuffer.allocate(1));
          near.transfer(onDiskThatTakes(Duration.ofDays(1)), 0, 1);
          assertTrue(near.isOpen());
          near.write(ByteBuffer.allocate(1));
          return 0;
        });
    assertEquals(2, input().readNBytes(2).length);
  }
}
