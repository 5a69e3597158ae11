package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PieceBuffersTest {
  private final PieceBuffers buffers = new PieceBuffers();

  private List<ByteBuffer> take(int count) {
    return Stream.generate(buffers::take).limit(count).toList();
  }

  private static Set<ByteBuffer> same(List<ByteBuffer> of) {
    Set<ByteBuffer> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.addAll(of);
    return set;
  }

  @Test
  void soManyAsAreUsualGetLargeOnesAndThoseBeyondOneChunk() {
    List<ByteBuffer> usual = take(PieceBuffers.MOST_LARGE);
    usual.forEach(buffer -> assertEquals(PieceBuffers.LARGE, buffer.capacity()));
    assertEquals(ContentFiles.CHUNK, buffers.take().capacity());
    buffers.giveBack(usual.getFirst().position(5).limit(7));
    assertEquals(PieceBuffers.LARGE, buffers.take().remaining());
  }

  @Test
  void bothAreKeptForTheNextReaders() {
    int readers = PieceBuffers.MOST_LARGE + PieceBuffers.MOST_SMALL;
    List<ByteBuffer> first = take(readers);
    first.forEach(buffers::giveBack);
    Set<ByteBuffer> known = same(first);
    int made = 0;
    for (ByteBuffer buffer : take(readers)) {
      made += known.remove(buffer) ? 0 : 1;
    }
    assertTrue(made < 20, made + " were made anew"); // one in 64 that got a large one let one go
  }

  @Test
  void noMoreSmallOnesAreKeptThanMay() {
    int all = PieceBuffers.MOST_LARGE + PieceBuffers.MOST_SMALL;
    List<ByteBuffer> first = take(all + 10);
    first.forEach(buffers::giveBack);
    Set<ByteBuffer> again = same(take(all + 10));
    again.retainAll(same(first));
    assertTrue(again.size() <= all, again.size() + " of " + first.size());
  }

  @Test
  void fewReadersLetGoOfTheSmallOnes() {
    List<ByteBuffer> first = take(PieceBuffers.MOST_LARGE + 10);
    first.forEach(buffers::giveBack);
    for (int i = 0; i < 100 * PieceBuffers.LET_GO; i++) {
      buffers.giveBack(buffers.take());
    }
    Set<ByteBuffer> known = same(first);
    take(PieceBuffers.MOST_LARGE);
    assertFalse(known.contains(buffers.take()));
  }
}
