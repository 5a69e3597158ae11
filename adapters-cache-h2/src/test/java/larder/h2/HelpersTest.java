package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Who gets what a platform thread did for somebody else. */
class HelpersTest {
  private final Helpers helpers = new Helpers(Duration.ofSeconds(30));
  private final List<String> late = new ArrayList<>();
  private boolean interrupted;

  @Test
  void whoIsInterruptedAsItIsDoneGetsWhatWasDone() throws Exception {
    Helpers.Help<String> help = helpers.new Help<>(() -> "done", late::add);
    FutureTask<String> waiting =
        new FutureTask<>(
            () -> {
              String outcome = help.await();
              interrupted = Thread.currentThread().isInterrupted();
              return outcome;
            });
    Thread waiter = Thread.ofPlatform().start(waiting);
    awaitState(waiter, Thread.State.TIMED_WAITING);
    synchronized (help) {
      waiter.interrupt();
      awaitState(waiter, Thread.State.BLOCKED); // it has woken up, and cannot go on yet
      help.run();
    }
    assertEquals("done", waiting.get());
    assertTrue(interrupted, "it stays so");
    assertEquals(List.of(), late);
  }

  private static void awaitState(Thread thread, Thread.State wanted) {
    while (thread.getState() != wanted) {
      Thread.onSpinWait();
    }
  }
}
