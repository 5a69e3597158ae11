package larder.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private final Places places = new Places();

  private static long place(int i) {
    return Place.of(1 + i / 1000, 64 + 16L * (i % 1000), 100);
  }

  @Test
  void aPlaceTellsWhatItIsMadeOf() {
    for (int pack : new int[] {1, 77, Place.LAST_PACK}) {
      for (long offset : new long[] {64, 80, Place.LAST_OFFSET}) {
        long place = Place.of(pack, offset, 65);
        assertEquals(pack, Place.pack(place));
        assertEquals(offset, Place.offset(place));
        assertEquals(128, Place.firstRead(place));
        assertTrue(place != 0);
      }
    }
    assertEquals(4194240, Place.firstRead(Place.of(1, 64, 1L << 30)), "and the rest by and by");
  }

  @Test
  void whatIsPutIsFoundAndWhatIsRemovedIsNot() {
    places.put(5, place(1), 0, false);
    places.put(5, place(2), 0, false);
    places.put(5 + (1L << 20), place(3), 0, false);
    long[] found = places.find(5);
    Arrays.sort(found);
    assertArrayEquals(new long[] {place(1), place(2)}, found);
    assertTrue(places.remove(5, place(1)));
    assertFalse(places.remove(5, place(1)));
    assertFalse(places.remove(6, place(2)));
    assertArrayEquals(new long[] {place(2)}, places.find(5));
    assertArrayEquals(new long[] {place(3)}, places.find(5 + (1L << 20)));
    assertArrayEquals(new long[0], places.find(7));
    assertEquals(2, places.size());
  }

  @Test
  void useIsCountedUpToABound() {
    places.put(5, place(1), 0, false);
    assertEquals(0, places.uses(5, place(1)));
    places.find(5);
    assertEquals(0, places.uses(5, place(1)), "to look is not to use");
    for (int i = 1; i < 10; i++) {
      places.use(5);
      assertEquals(Math.min(i, Places.MOST_USES), places.uses(5, place(1)));
    }
    assertEquals(-1, places.uses(5, place(2)));
    places.put(6, place(2), 2, true);
    assertEquals(2, places.uses(6, place(2)));
  }

  @Test
  void itsPartsAreAllThatThereIsWithWholeHashes() {
    Set<Places.Slot> expected = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      places.put(hash(i), place(i), i, i % 2 == 0);
      expected.add(new Places.Slot(hash(i), place(i)));
    }
    places.use(hash(7));
    Set<Places.Slot> found = new HashSet<>();
    for (int part = 0; part < places.parts(); part++) {
      found.addAll(places.part(part));
    }
    assertEquals(expected, found);
  }

  @Test
  void thoseWithFilesAreKnown() {
    for (int i = 0; i < 1000; i++) {
      places.put(hash(i), place(i), i, i % 10 == 0);
    }
    Set<Long> files = new HashSet<>();
    for (long place : places.files()) {
      files.add(place);
    }
    assertEquals(100, files.size());
    assertTrue(files.contains(place(0)) && files.contains(place(990)));
  }

  private static long hash(int i) {
    return (i + 1) * 0x9e37_79b9_7f4a_7c15L; // as spread as those of keys
  }

  @Test
  void itIsWhatAMapWouldBe() {
    Map<Integer, Long> expected = new HashMap<>();
    Random random = new Random(1);
    for (int step = 0; step < 100_000; step++) {
      int i = random.nextInt(3000);
      Long before = expected.remove(i);
      if (before != null) {
        assertTrue(places.remove(hash(i), before));
      }
      if (random.nextInt(3) > 0) {
        expected.put(i, place(step));
        places.put(hash(i), place(step), 0, false);
      }
    }
    assertEquals(expected.size(), places.size());
    for (int i = 0; i < 3000; i++) {
      Long place = expected.get(i);
      assertArrayEquals(place == null ? new long[0] : new long[] {place}, places.find(hash(i)));
    }
  }

  @Test
  void whatStaysIsFoundWhileEverythingElseChanges() throws Exception {
    for (int i = 0; i < 500; i++) {
      places.put(hash(i), place(i), 0, false);
    }
    AtomicBoolean ended = new AtomicBoolean();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> reader =
          readers.submit(
              () -> {
                while (!ended.get()) {
                  for (int i = 0; i < 500; i++) {
                    assertArrayEquals(new long[] {place(i)}, places.use(hash(i)));
                  }
                }
              });
      for (int round = 0; round < 5; round++) {
        for (int i = 500; i < 20_000; i++) {
          places.put(hash(i), place(i), 0, false);
        }
        for (int i = 500; i < 20_000; i++) {
          places.remove(hash(i), place(i));
        }
      }
      ended.set(true);
      reader.get();
    }
    assertEquals(500, places.size());
  }
}
