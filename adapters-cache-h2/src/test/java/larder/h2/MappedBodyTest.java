package larder.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.OpenFile;
import larder.http.TransferException;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents in files that are hit again and again: nobody opens or reads those files any more. */
class MappedBodyTest {
  private static final int CHUNK = ContentFiles.CHUNK;
  private static final int NUMBER = 20;
  private static final byte[] CONTENT = Killed.content(NUMBER);

  @TempDir private Path folder;

  private final FaultyDisk disk = new FaultyDisk();

  /**
   * A store with one content, which was hit twice: then it is mapped. Its file is old, because the
   * times of two writes in a row may be the same.
   */
  private H2Store store() throws Exception {
    H2Store store = disk.neverSlow(folder);
    Killed.store(store, NUMBER);
    store.flush();
    Files.setLastModifiedTime(file(), FileTime.from(Instant.EPOCH));
    assertArrayEquals(CONTENT, send(store, whole()).sent());
    assertArrayEquals(CONTENT, send(store, whole()).sent());
    return store;
  }

  private static ByteRange whole() {
    return new ByteRange(0, CONTENT.length - 1);
  }

  /** Passes everything on, as a connection does. */
  private static final class Connection implements BodySink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int writes;

    @Override
    public void write(ByteBuffer bytes) {
      writes++;
      byte[] piece = new byte[bytes.remaining()];
      bytes.get(piece);
      out.writeBytes(piece);
    }

    @Override
    public boolean takesUnread() {
      return true;
    }

    @Override
    public long transfer(OpenFile file, long position, long count) {
      return file.transferTo(Channels.newChannel(out), position, count);
    }

    private byte[] sent() {
      return out.toByteArray();
    }
  }

  private static StoredResponse stored(H2Store store) throws TransferException {
    return store.find(Killed.key(NUMBER)).getFirst();
  }

  private static Connection send(H2Store store, ByteRange range) throws TransferException {
    return send(stored(store).open(range));
  }

  private static Connection send(Body body) throws TransferException {
    Connection connection = new Connection();
    try (body) {
      body.writeTo(connection);
    }
    return connection;
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("content"))) {
      return files.filter(Files::isRegularFile).findAny().orElseThrow();
    }
  }

  @Test
  void theThirdHitGoesOutAtOnceAndOpensNothing() throws Exception {
    try (H2Store store = store()) {
      disk.setUnopenable(file -> true);
      for (int i = 0; i < 3; i++) {
        Connection third = send(store, whole());
        assertArrayEquals(CONTENT, third.sent());
        assertEquals(1, third.writes);
      }
      ByteRange part = new ByteRange(CHUNK - 1, CONTENT.length - 2);
      assertArrayEquals(
          Arrays.copyOfRange(CONTENT, CHUNK - 1, CONTENT.length - 1), send(store, part).sent());
    }
  }

  @Test
  void aSmallPartIsReadFromTheFile() throws Exception {
    try (H2Store store = store()) {
      ByteRange part = new ByteRange(CHUNK, CHUNK + 9);
      assertArrayEquals(Arrays.copyOfRange(CONTENT, CHUNK, CHUNK + 10), send(store, part).sent());
      disk.setUnopenable(file -> true);
      assertThrows(TransferException.class, () -> send(store, part));
    }
  }

  @Test
  void aSinkThatReadsGetsWhatWasChecked() throws Exception {
    try (H2Store store = store()) {
      assertArrayEquals(CONTENT, Killed.read(stored(store)));
      disk.setOutOfDescriptors(true);
      assertArrayEquals(CONTENT, Killed.read(stored(store)));
    }
  }

  @Test
  void closingABodyTwiceTakesNothingFromOtherReaders() throws Exception {
    try (H2Store store = store()) {
      StoredResponse stored = stored(store);
      Body twice = stored.open();
      Body other = stored.open();
      twice.close();
      twice.close();
      stored.remove();
      store.flush();
      assertArrayEquals(CONTENT, send(other).sent());
      assertEquals(0, store.files().mapped().bytes());
    }
  }

  @Test
  void oneThatIsMappedWhileItIsDeletedKeepsNoRoomOnDisk() throws Exception {
    try (H2Store store = disk.neverSlow(folder)) {
      Killed.store(store, NUMBER);
      store.flush();
      send(store, whole());
      Body late = stored(store).open();
      disk.setBeforeDeletion(
          () -> {
            try {
              send(late);
            } catch (TransferException e) {
              throw new AssertionError(e);
            }
          });
      stored(store).remove();
      store.flush();
      assertEquals(0, store.files().mapped().bytes());
    }
  }

  @Test
  void aReaderKeepsItsVersionWhenTheResponseIsRemoved() throws Exception {
    try (H2Store store = store()) {
      StoredResponse stored = stored(store);
      Body passed = stored.open();
      Body read = stored.open();
      stored.remove();
      store.flush();
      assertArrayEquals(CONTENT, send(passed).sent());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (read) {
        read.writeTo(
            bytes -> {
              byte[] piece = new byte[bytes.remaining()];
              bytes.get(piece);
              out.writeBytes(piece);
            });
      }
      assertArrayEquals(CONTENT, out.toByteArray());
      assertEquals(0, store.files().mapped().bytes(), "its room on disk is free");
    }
  }

  @Test
  void oneThatWasWrittenToIsMappedNoMoreAndCheckedAgain() throws Exception {
    try (H2Store store = store()) {
      try (RandomAccessFile octets = new RandomAccessFile(file().toFile(), "rw")) {
        octets.seek(CHUNK);
        octets.write(CONTENT[CHUNK] ^ 1);
      }
      assertThrows(TransferException.class, () -> send(store, whole()));
      assertEquals(0, store.files().mapped().bytes());
      assertEquals(0, store.find(Killed.key(NUMBER)).size(), "found no more");
    }
  }

  @Test
  void oneThatGetsShorterWhileItIsReadFailsAsAStoreDoes() throws Exception {
    try (H2Store store = store();
        Body body = stored(store).open()) {
      try (RandomAccessFile octets = new RandomAccessFile(file().toFile(), "rw")) {
        octets.setLength(0);
      }
      TransferException failed =
          assertThrows(
              TransferException.class, () -> body.writeTo(bytes -> bytes.position(bytes.limit())));
      assertEquals(TransferException.Side.STORE, failed.side());
    }
  }

  @Test
  void aSystemThatMapsNoMoreIsNoFault() throws Exception {
    disk.setUnmappable(true);
    try (H2Store store = store()) {
      assertArrayEquals(CONTENT, send(store, whole()).sent());
      assertEquals(0, store.files().mapped().bytes());
    }
  }

  @Test
  void closingTheStoreEndsAllMappings() throws Exception {
    H2Store store = store();
    assertTrue(store.files().mapped().bytes() > 0);
    store.close();
    assertEquals(0, store.files().mapped().bytes());
  }
}
