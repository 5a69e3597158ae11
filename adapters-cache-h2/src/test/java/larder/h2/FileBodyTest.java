package larder.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import larder.http.Body;
import larder.http.ByteRange;
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

  /** Stores the content, and changes one octet of its file. */
  private H2Store damagedAt(int position) throws Exception {
    H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30));
    Killed.store(store, NUMBER);
    store.flush();
    try (Stream<Path> files = Files.walk(folder.resolve("content"))) {
      Path file = files.filter(Files::isRegularFile).findAny().orElseThrow();
      try (RandomAccessFile octets = new RandomAccessFile(file.toFile(), "rw")) {
        octets.seek(position);
        octets.write(CONTENT[position] ^ 1);
      }
    }
    return store;
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
  void manyReadersGetSmallBuffersAndLargeOnesAreKept() {
    PieceBuffers buffers = new PieceBuffers();
    var taken = Stream.generate(buffers::take).limit(PieceBuffers.MOST_LARGE).toList();
    taken.forEach(buffer -> assertEquals(PieceBuffers.LARGE, buffer.capacity()));
    var small = buffers.take();
    assertEquals(CHUNK, small.capacity());
    buffers.giveBack(small);
    assertEquals(CHUNK, buffers.take().capacity());
    buffers.giveBack(taken.getFirst().position(7));
    assertEquals(PieceBuffers.LARGE, buffers.take().remaining());
  }
}
