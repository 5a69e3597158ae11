package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseStackTest {
  private final List<String> ended = new ArrayList<>();
  private final CloseStack begun = new CloseStack();

  @Test
  void whatBeganLastIsEndedFirstAndOnce() {
    begun.add("store", ended::add);
    begun.add("origins", ended::add);
    begun.add("listener", ended::add);
    begun.close();
    begun.close();
    assertEquals(List.of("listener", "origins", "store"), ended);
  }

  @Test
  void onePartThatFailsLeavesNoneOfTheOthersBehind() {
    Error fault = new OutOfMemoryError("on purpose");
    begun.add("store", ended::add);
    begun.add(
        "listener",
        _ -> {
          throw fault;
        });
    RuntimeException told = assertThrows(RuntimeException.class, begun::close);
    assertSame(fault, told.getSuppressed()[0]);
    assertEquals(List.of("store"), ended);
  }
}
