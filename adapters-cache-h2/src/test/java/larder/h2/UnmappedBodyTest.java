package larder.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;
import larder.store.StoredResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When contents are read from their files, although they are or could be mapped. */
@Timeout(60)
class UnmappedBodyTest {
  private static final DiskWatch.Limits LIMITS =
      new DiskWatch.Limits(Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ZERO);

  private static final int NUMBER = 20;
  private static final int OTHER = 1;
  private static final byte[] CONTENT = Killed.content(NUMBER);

  @TempDir private Path folder;

  private final FaultyDisk disk = new FaultyDisk();
  private final CountDownLatch answers = new CountDownLatch(1);
  private H2Store store;

  @BeforeEach
  void store() throws Exception {
    store = H2Store.open(H2Settings.of(folder, 1L << 30), disk, LIMITS);
    Killed.store(store, OTHER);
    Killed.store(store, NUMBER);
    store.flush();
  }

  @AfterEach
  void close() {
    answers.countDown();
    store.close();
  }

  private StoredResponse stored() throws TransferException {
    return store.find(Killed.key(NUMBER)).getFirst();
  }

  /** Takes bytes unread, if they are mapped. */
  private static byte[] send(Body body) throws TransferException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BodySink connection =
        new BodySink() {
          @Override
          public void write(ByteBuffer bytes) {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            out.writeBytes(piece);
          }

          @Override
          public boolean takesUnread() {
            return true;
          }
        };
    try (body) {
      body.writeTo(connection);
    }
    return out.toByteArray();
  }

  /** The first finds that it is right, the second maps it. */
  private void hitTwice() throws TransferException {
    for (int i = 0; i < 2; i++) {
      awaitQuick();
      assertFromFile();
    }
    assertTrue(store.files().mapped().bytes() > 0);
  }

  private void assertFromFile() throws TransferException {
    Body body = stored().open();
    assertInstanceOf(FileBody.class, body);
    assertArrayEquals(CONTENT, send(body));
  }

  private void assertFromMapping() throws TransferException {
    awaitQuick();
    Body body = stored().open();
    assertInstanceOf(MappedBody.class, body);
    assertArrayEquals(CONTENT, send(body));
  }

  /** Another thread waits for the disk, which answers all others. */
  private void slowDown() {
    Thread waiting = Thread.ofPlatform().daemon().unstarted(() -> store.find(Killed.key(OTHER)));
    disk.setReading(
        (file, position, bytes) -> {
          if (Thread.currentThread().equals(waiting)) {
            awaitAnswer();
          }
        });
    waiting.start();
    while (!store.isDiskSlow()) {
      Thread.onSpinWait();
    }
  }

  private void awaitAnswer() throws IOException {
    try {
      answers.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void speedUp() {
    answers.countDown();
    awaitQuick();
  }

  /** The disk may also have counted as slow because a busy machine held an operation up. */
  private void awaitQuick() {
    while (store.isDiskSlow()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whileTheDiskIsSlowNoMappingIsUsed() throws Exception {
    hitTwice();
    slowDown();
    MappedFiles.Mapped mapped =
        Objects.requireNonNull(store.files().mapped().take(((H2Response) stored()).id()));
    mapped.seen(); // what was found a moment ago would let it be used
    mapped.giveBack();
    assertFromFile();
    speedUp();
    assertFromMapping();
  }

  @Test
  void whileTheDiskIsSlowNoMappingIsMade() throws Exception {
    assertFromFile();
    slowDown();
    assertFromFile();
    assertEquals(0, store.files().mapped().bytes());
    speedUp();
    assertFromFile();
    assertFromMapping();
  }

  @Test
  void aFileThatCannotBeLookedAtIsOpened() throws Exception {
    hitTwice();
    disk.setTimeless(true);
    assertFromFile();
    disk.setTimeless(false);
    assertFromMapping();
  }

  @Test
  void aFileThatIsNotInMemoryIsOpened() throws Exception {
    hitTwice();
    disk.setPagedOut(true);
    assertFromFile();
    disk.setPagedOut(false);
    assertFromMapping();
  }
}
