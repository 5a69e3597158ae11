package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CensusTest {
  private static void assertLive(int records, long bytes, long fileBytes, Census census) {
    assertEquals(records, census.records());
    assertEquals(bytes, census.recordBytes());
    assertEquals(fileBytes, census.fileBytes());
  }

  @Test
  void itCountsBirthsAndDeaths() {
    Census census = new Census(0, 0, 0);
    census.born(100, 4096);
    census.born(50, 0);
    census.died(100, 4096);
    assertLive(1, 50, 0, census);
    assertEquals(new Census.Deaths(1, 100, 4096), census.deaths());
  }

  @Test
  void whatDiedSinceAListWasMadeIsNotLive() {
    Census census = new Census(3, 300, 8192);
    census.born(5, 500, 5 * 4096);
    census.diedSince(new Census.Deaths(1, 100, 0));
    assertLive(3, 300, 3 * 4096, census);
  }

  @Test
  void figuresThatCannotBeAreLeftOut() {
    for (Census census :
        new Census[] {
          new Census(-5, 0, 0),
          new Census(99, 0, 0),
          new Census(1, 1L << 40, 0),
          new Census(1, 100, -1)
        }) {
      census.born(100, 0);
      census.born(100, 0);
      census.diedSince(new Census.Deaths(0, 0, 0));
      assertLive(2, 200, 0, census);
      assertEquals(new Census.Deaths(0, 0, 0), census.deaths());
    }
  }
}
