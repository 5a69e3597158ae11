package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuspectsTest {
  private final Suspects suspects = new Suspects();

  @Test
  void whatIsFoundAgainAndAgainIsThereOnce() throws Exception {
    for (int i = 0; i < 100_000; i++) {
      suspects.add(7, 8);
    }
    assertEquals(1, suspects.size());
    List<Places.Slot> seen = new ArrayList<>();
    suspects.lookAtAll(seen::add);
    assertEquals(List.of(new Places.Slot(7, 8)), seen);
    assertEquals(0, suspects.size());
  }

  @Test
  void thereAreNoMoreThanABoundedNumber() throws Exception {
    for (int i = 0; i < 100_000; i++) {
      suspects.add(i, i);
    }
    assertEquals(Suspects.MOST, suspects.size());
    assertTrue(suspects.add(0, 0), "it is there already");
    assertFalse(suspects.add(100_000, 1), "it is left out");
    suspects.lookAtAll(slot -> {});
    assertTrue(suspects.add(100_000, 1));
    assertEquals(1, suspects.size());
  }

  /** As a disk that fails says nothing about any of them. */
  @Test
  void whereLookingFailsNoneIsLeft() {
    suspects.add(1, 1);
    suspects.add(2, 2);
    List<Places.Slot> seen = new ArrayList<>();
    assertThrows(
        IOException.class,
        () ->
            suspects.lookAtAll(
                slot -> {
                  seen.add(slot);
                  throw new IOException("Input/output error");
                }));
    assertEquals(1, seen.size());
    assertEquals(0, suspects.size());
  }
}
