package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourtesyTest {
  private static final long TOO_LONG = 1_000_000;

  private long now;
  private long othersTake;
  private int yields;
  private final List<Runnable> scouts = new ArrayList<>();
  private final Courtesy courtesy =
      new Courtesy(
          () -> now,
          at -> {
            assertEquals(now, at);
            yields++;
            now += othersTake;
          },
          new Outsiders(() -> now, scouts::add, () -> {}),
          TOO_LONG);

  private void steps(int count) {
    for (int i = 0; i < count; i++) {
      courtesy.step();
    }
  }

  @Test
  void othersGoFirstAsLongAsThereAreSome() {
    othersTake = 5_000;
    steps(100);
    assertEquals(100, yields);
  }

  @Test
  void whereNobodyWaitsItIsTriedSeldom() {
    othersTake = 400;
    steps(170);
    assertEquals(10, yields);
  }

  @Test
  void whereATurnTakesTooLongItIsTriedSeldom() {
    othersTake = TOO_LONG;
    steps(17);
    assertEquals(17, yields);
    othersTake = TOO_LONG + 1;
    steps(34);
    assertEquals(17 + 2, yields);
    assertEquals(1, scouts.size(), "it is crowded all the same");
  }

  @Test
  void othersWhoComeLaterAreNoticed() {
    othersTake = 400;
    steps(17);
    othersTake = 5_000;
    steps(20);
    assertEquals(21, yields);
  }

  @Test
  void whereItIsCrowdedAScoutGoesOut() {
    othersTake = 50_000;
    steps(100);
    assertEquals(0, scouts.size());
    othersTake = 200_000;
    steps(2);
    assertEquals(1, scouts.size());
  }

  @Test
  void whatIsLargeLeavesAtOnceButNotWithoutEnd() {
    othersTake = 5_000;
    courtesy.step(Courtesy.LARGE - 1);
    assertEquals(1, yields);
    long steps = Courtesy.MOST_IN_A_ROW / Courtesy.LARGE;
    for (int i = 0; i < steps; i++) {
      courtesy.step(Courtesy.LARGE);
    }
    assertEquals(1, yields);
    courtesy.step(Courtesy.LARGE);
    assertEquals(2, yields);
  }
}
