package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who looks after deadlines goes on, whatever one connection does. */
class SweeperTest {
  private record Counting(List<String> swept, String name, Throwable thrown) implements Watched {
    @Override
    public void sweep(long now) {
      swept.add(name);
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
    }

    @Override
    public void cut() {}
  }

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class, RuntimeException.class})
  void whatOneConnectionThrowsIsNothingToTheOthers(Class<? extends Throwable> kind)
      throws Exception {
    Throwable thrown = kind.getConstructor().newInstance();
    List<String> swept = new ArrayList<>();
    Sweeper sweeper = new Sweeper(() -> 0);
    for (String name : List.of("a", "b", "c")) {
      sweeper.watch(new Counting(swept, name, thrown));
    }
    sweeper.sweep();
    sweeper.sweep();

    swept.sort(null);
    assertEquals(List.of("a", "a", "b", "b", "c", "c"), swept);
  }
}
