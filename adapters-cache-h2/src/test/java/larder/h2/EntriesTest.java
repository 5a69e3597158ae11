package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntriesTest {
  private static final int PACK = 7;

  private static Entry entry(int i) {
    return new Entry(
        UriBytes.hash("key " + i),
        Place.of(PACK, 64 + 1312L * i, i % 2 == 0 ? 1312 : 300),
        1312,
        i % 3 == 0 ? 4096L * i : 0,
        1_800_000_000 + i,
        i % 2 == 0,
        i % 4);
  }

  private static Entries some(int count) {
    Entries entries = new Entries(PACK, new Census.Deaths(3, 4000, 8192));
    for (int i = 0; i < count; i++) {
      entries.add(entry(i));
    }
    return entries;
  }

  private static void assertAreSome(Entries entries, int count) {
    assertEquals(PACK, entries.pack());
    assertEquals(count, entries.count());
    assertEquals(new Census.Deaths(3, 4000, 8192), entries.deaths());
    for (int i = 0; i < count; i++) {
      assertEquals(entry(i), entries.entry(i, i % 4));
      assertEquals(i % 4, entries.uses(i));
    }
  }

  @Test
  void theyComeBackFromTheirBytes() throws DamagedException {
    for (int count : new int[] {0, 1, 64, 65, 5000}) {
      assertAreSome(some(count), count);
      assertAreSome(Entries.decode(PACK, some(count).encode()), count);
    }
    assertTrue(some(5000).encode().length < 20 * 5000, "a few bytes each");
  }

  @Test
  void whatIsFreshForeverComesBackToo() throws DamagedException {
    Entries entries = new Entries(PACK);
    entries.add(new Entry(1, Place.of(PACK, 64, 64), 64, 0, -1, true, 0));
    assertEquals(0xffff_ffffL, Entries.decode(PACK, entries.encode()).freshUntil(0));
  }

  @Test
  void everyDamagedByteIsNoticed() {
    byte[] encoded = some(20).encode();
    for (int i = 0; i < encoded.length; i++) {
      byte[] damaged = encoded.clone();
      damaged[i] ^= 4;
      assertThrows(DamagedException.class, () -> Entries.decode(PACK, damaged));
      byte[] cut = Arrays.copyOf(encoded, i);
      assertThrows(DamagedException.class, () -> Entries.decode(PACK, cut));
    }
  }

  @Test
  void garbageIsNoticed() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] garbage = new byte[random.nextInt(100)];
      random.nextBytes(garbage);
      assertThrows(DamagedException.class, () -> Entries.decode(PACK, garbage));
    }
  }

  @Test
  void takenAtOnceTheyAreFoundWithTheirUses() throws Exception {
    Entries entries = some(20);
    Places places = new Places();
    places.put(entry(3).hash(), entry(4).place(), 0, false);
    places.putAll(entries);
    assertEquals(21, places.size());
    for (int i = 0; i < entries.count(); i++) {
      assertEquals(entries.uses(i), places.uses(entries.hash(i), entries.place(i)));
    }
    assertEquals(2, places.find(entry(3).hash()).length);
    places.put(5, entry(1).place(), 0, false); // the locks are free again
    assertEquals(22, places.size());
  }

  @Test
  void whatAllOfThemTakeIsTheSum() {
    Entries entries = some(20);
    long records = 0;
    long files = 0;
    for (int i = 0; i < entries.count(); i++) {
      records += entries.recordBytes(i);
      files += entries.fileBytes(i);
    }
    assertTrue(records > 0 && files > 0);
    assertEquals(records, entries.recordBytes());
    assertEquals(files, entries.fileBytes());
  }

  @Test
  void settledTheyAreThoseThatAreStillFoundWithTheirUses() {
    Places places = new Places();
    for (int i = 0; i < 20; i += 2) {
      places.put(entry(i).hash(), entry(i).place(), 0, false);
    }
    places.use(entry(4).hash());
    Entries settled = some(20).settled(places, new Census.Deaths(10, 1, 2));
    assertEquals(10, settled.count());
    assertEquals(new Census.Deaths(10, 1, 2), settled.deaths());
    assertEquals(entry(4).place(), settled.place(2));
    assertEquals(1, settled.uses(2));
    assertEquals(0, settled.uses(3));
  }
}
