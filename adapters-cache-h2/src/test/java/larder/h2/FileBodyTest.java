package larder.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contents in files: nothing of a damaged chunk goes out. */
class FileBodyTest {
  private static final int CHUNK = ContentFiles.CHUNK;

  /** Of five chunks, the last of them not whole. */
  private static final int NUMBER = 20;

  private static final byte[] CONTENT = Killed.content(NUMBER);

  @TempDir private Path folder;

  private final FaultyDisk disk = new FaultyDisk();

  private H2Store store() throws Exception {
    H2Store store = disk.neverSlow(folder);
    Killed.store(store, NUMBER);
    store.flush();
    return store;
  }

  /** Stores the content, and changes one octet of its file. */
  private H2Store damagedAt(int position) throws Exception {
    H2Store store = store();
    damage(position);
    return store;
  }

  private void damage(int position) throws IOException {
    try (RandomAccessFile octets = new RandomAccessFile(file().toFile(), "rw")) {
      octets.seek(position);
      octets.write(CONTENT[position] ^ 1);
    }
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("content"))) {
      return files.filter(Files::isRegularFile).findAny().orElseThrow();
    }
  }

  /** Takes files unread, so much at once. */
  private static final class Taking implements BodySink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final long room;
    private long transferred;

    private Taking(long room) {
      this.room = room;
    }

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

    @Override
    public long transfer(OpenFile file, long position, long count) {
      long taken = file.transferTo(Channels.newChannel(out), position, Math.min(room, count));
      transferred += taken;
      return taken;
    }
  }

  private static Taking take(Body body, long room) throws TransferException {
    Taking taking = new Taking(room);
    try (body) {
      body.writeTo(taking);
    }
    return taking;
  }

  private static StoredResponse stored(H2Store store) throws TransferException {
    return store.find(Killed.key(NUMBER)).getFirst();
  }

  private static void copy(Body body, ByteArrayOutputStream to) throws TransferException {
    try (body) {
      body.writeTo(
          bytes -> {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            to.writeBytes(piece);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void whatIsBeforeTheDamageIsRightAndNothingElseGoesOut(int chunk) throws Exception {
    try (H2Store store = damagedAt(Math.min((chunk + 1) * CHUNK, CONTENT.length) - 1)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThrows(TransferException.class, () -> copy(stored(store).open(), out));
      int taken = chunk - chunk % (PieceBuffers.LARGE / CHUNK); // a piece is checked as a whole
      assertArrayEquals(Arrays.copyOf(CONTENT, taken * CHUNK), out.toByteArray());
      assertEquals(0, store.find(Killed.key(NUMBER)).size(), "found no more");
    }
  }

  @Test
  void aPartApartFromTheDamageIsWhole() throws Exception {
    try (H2Store store = damagedAt(CHUNK)) {
      for (ByteRange range :
          new ByteRange[] {
            new ByteRange(5, CHUNK - 1), new ByteRange(2 * CHUNK, CONTENT.length - 1)
          }) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copy(stored(store).open(range), out);
        assertArrayEquals(
            Arrays.copyOfRange(CONTENT, (int) range.first(), (int) range.last() + 1),
            out.toByteArray());
      }
    }
  }

  @Test
  void whatWasCheckedWholeIsTakenUnreadFromThenOn() throws Exception {
    disk.setUnmappable(true);
    try (H2Store store = store()) {
      Taking first = take(stored(store).open(), Long.MAX_VALUE);
      assertEquals(0, first.transferred, "not checked yet");
      assertArrayEquals(CONTENT, first.out.toByteArray());
      for (long room : new long[] {Long.MAX_VALUE, CHUNK + 1, 1000}) {
        Taking next = take(stored(store).open(), room);
        assertTrue(next.transferred >= Math.min(room, CHUNK), () -> "of " + room);
        assertArrayEquals(CONTENT, next.out.toByteArray());
      }
      ByteRange range = new ByteRange(CHUNK - 1, CONTENT.length - 2);
      Taking part = take(stored(store).open(range), CHUNK);
      assertTrue(part.transferred >= CHUNK);
      assertArrayEquals(
          Arrays.copyOfRange(CONTENT, CHUNK - 1, CONTENT.length - 1), part.out.toByteArray());
    }
  }

  @Test
  void aPartAloneMakesNothingTrusted() throws Exception {
    try (H2Store store = store()) {
      take(stored(store).open(new ByteRange(0, CONTENT.length - 2)), Long.MAX_VALUE);
      assertEquals(0, take(stored(store).open(), Long.MAX_VALUE).transferred);
    }
  }

  @Test
  void whatIsTrustedGoesToASinkThatReads() throws Exception {
    try (H2Store store = store()) {
      for (int i = 0; i < 3; i++) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copy(stored(store).open(), out);
        assertArrayEquals(CONTENT, out.toByteArray());
      }
    }
  }

  @Test
  void ofATrustedFileASinkThatReadsGetsNothingBeforeItIsCompared() throws Exception {
    try (H2Store store = store()) {
      FileTime time = Files.getLastModifiedTime(file());
      copy(stored(store).open(), new ByteArrayOutputStream());
      damage(0);
      Files.setLastModifiedTime(file(), time); // the disk itself damaged it
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThrows(TransferException.class, () -> copy(stored(store).open(), out));
      assertEquals(0, out.size());
    }
  }

  @Test
  void whatWasWrittenToSinceItWasCheckedIsCheckedAgain() throws Exception {
    try (H2Store store = store()) {
      Files.setLastModifiedTime(file(), FileTime.from(Instant.EPOCH));
      take(stored(store).open(), Long.MAX_VALUE);
      assertTrue(take(stored(store).open(), Long.MAX_VALUE).transferred > 0);
      damage(CONTENT.length - 1);
      Taking taking = new Taking(Long.MAX_VALUE);
      try (Body body = stored(store).open()) {
        assertThrows(TransferException.class, () -> body.writeTo(taking));
      }
      assertEquals(0, taking.transferred);
      assertEquals(0, store.find(Killed.key(NUMBER)).size(), "found no more");
    }
  }

  @Test
  void aDiskThatFailsWhileItIsTakenFailsAsAStoreDoes() throws Exception {
    try (H2Store store = store()) {
      take(stored(store).open(), Long.MAX_VALUE);
      BodySink sink =
          new BodySink() {
            @Override
            public void write(ByteBuffer bytes) {
              bytes.position(bytes.limit());
              disk.setUnreadable(true);
            }

            @Override
            public boolean takesUnread() {
              return true;
            }

            @Override
            public long transfer(OpenFile file, long position, long count) {
              return file.transferTo(
                  Channels.newChannel(OutputStream.nullOutputStream()), position, count);
            }
          };
      try (Body body = stored(store).open()) {
        TransferException failure = assertThrows(TransferException.class, () -> body.writeTo(sink));
        assertEquals(TransferException.Side.STORE, failure.side());
      }
    }
  }
}
