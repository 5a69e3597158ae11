package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CarrierTest {
  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
  private Carrier carrier;

  @BeforeEach
  void start() throws Exception {
    carrier = new Carrier(0, Selector.open(), _ -> Thread.ofVirtual().factory(), time::get, 0);
    carrier.start();
  }

  private Thread carryingThread() throws Exception {
    FutureTask<Thread> step = new FutureTask<>(Thread::currentThread);
    carrier.execute(step);
    return step.get();
  }

  private void sweepAfter(long nanos) {
    time.addAndGet(nanos);
    carrier.sweep(0);
  }

  /** A step that holds its platform thread up until the test releases it. */
  private final class HeldUp {
    private final CompletableFuture<Thread> begun = new CompletableFuture<>();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private Runnable afterwards = () -> {};

    private HeldUp begin() throws Exception {
      carrier.execute(this::run);
      begun.get();
      carrier.sweep(0);
      return this;
    }

    private void run() {
      begun.complete(Thread.currentThread());
      try {
        letGo.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      afterwards.run();
    }

    private Thread thread() {
      return begun.join();
    }

    private void letGo() {
      letGo.countDown();
    }
  }

  @Test
  void stepsAreTakenInTheirOrder() throws Exception {
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      carrier.execute(() -> taken.add(number));
    }
    carryingThread();
    assertEquals(IntStream.range(0, 1_000).boxed().toList(), taken);
  }

  @Test
  void aStepThatFailsHarmsNoOther() throws Exception {
    Thread before = carryingThread();
    carrier.execute(
        () -> {
          throw new AssertionError("A test's own");
        });
    assertEquals(before, carryingThread());
  }

  @Test
  void anotherThreadGoesOnForOneThatIsHeldUp() throws Exception {
    HeldUp heldUp = new HeldUp().begin();
    sweepAfter(Carrier.HELD_UP_NANOS);
    assertNotEquals(heldUp.thread(), carryingThread());
    heldUp.letGo();
    heldUp.thread().join();
  }

  @Test
  void notBeforeItIsHeldUpForLong() throws Exception {
    HeldUp heldUp = new HeldUp().begin();
    sweepAfter(Carrier.HELD_UP_NANOS - 1);
    heldUp.letGo();
    assertEquals(heldUp.thread(), carryingThread());
  }

  @Test
  void manyShortStepsAreNoLongOne() throws Exception {
    Thread first = carryingThread();
    for (int i = 0; i < 10; i++) {
      HeldUp heldUp = new HeldUp();
      carrier.execute(heldUp::run);
      heldUp.thread();
      sweepAfter(Carrier.HELD_UP_NANOS);
      heldUp.letGo();
    }
    assertEquals(first, carryingThread());
  }

  @Test
  void oneThatHasNothingToDoIsNotHeldUp() throws Exception {
    Thread before = carryingThread();
    CountDownLatch betweenSteps = new CountDownLatch(1);
    carrier.lookout().aside(betweenSteps::countDown);
    betweenSteps.await();
    sweepAfter(0);
    sweepAfter(Carrier.HELD_UP_NANOS);
    assertEquals(before, carryingThread());
  }

  @Test
  void whatWasReadyBehindOneThatIsHeldUpGoesOn() throws Exception {
    HeldUp heldUp = new HeldUp();
    CountDownLatch behind = new CountDownLatch(100);
    carrier.execute(
        () -> {
          carrier.execute(heldUp::run);
          for (int i = 0; i < 100; i++) {
            carrier.execute(behind::countDown);
          }
        });
    heldUp.thread();
    carrier.sweep(0);
    assertFalse(behind.await(10, TimeUnit.MILLISECONDS));
    sweepAfter(Carrier.HELD_UP_NANOS);
    behind.await();
    heldUp.letGo();
  }

  @Test
  void whatOneThatWasHeldUpMakesReadyGoesOnElsewhere() throws Exception {
    HeldUp heldUp = new HeldUp();
    CompletableFuture<Thread> made = new CompletableFuture<>();
    heldUp.afterwards = () -> carrier.execute(() -> made.complete(Thread.currentThread()));
    heldUp.begin();
    sweepAfter(Carrier.HELD_UP_NANOS);
    heldUp.letGo();
    assertEquals(carryingThread(), made.get());
  }

  @Test
  void noMoreThanSoManyAreHeldUpAtOnce() throws Exception {
    List<HeldUp> all = new ArrayList<>();
    for (int i = 0; i <= Carrier.MOST_HELD_UP; i++) {
      all.add(new HeldUp().begin());
      sweepAfter(Carrier.HELD_UP_NANOS);
    }
    FutureTask<Thread> next = new FutureTask<>(Thread::currentThread);
    carrier.execute(next);
    sweepAfter(Carrier.HELD_UP_NANOS);
    assertFalse(next.isDone());
    all.getFirst().letGo();
    all.getFirst().thread().join();
    sweepAfter(Carrier.HELD_UP_NANOS);
    assertTrue(next.get().isAlive());
    all.forEach(HeldUp::letGo);
  }

  private boolean othersMayBeReady() {
    return carrier.othersMayBeReady(time.get());
  }

  @Test
  void aStepKnowsWhetherAnotherIsReady() throws Exception {
    FutureTask<Boolean> alone = new FutureTask<>(this::othersMayBeReady);
    FutureTask<Boolean> first = new FutureTask<>(this::othersMayBeReady);
    FutureTask<Boolean> second = new FutureTask<>(this::othersMayBeReady);
    FutureTask<Boolean> afterMaking = new FutureTask<>(this::othersMayBeReady);
    carrier.execute(alone);
    assertFalse(alone.get());
    carrier.execute(
        () -> {
          carrier.execute(first);
          carrier.execute(second);
          afterMaking.run();
        });
    assertTrue(afterMaking.get());
    assertTrue(first.get());
    assertFalse(second.get());
  }

  @Test
  void whoCouldAlwaysGoOnLetsOthersBeSeenOnceInAWhile() throws Exception {
    FutureTask<Boolean> goesOn =
        new FutureTask<>(
            () -> {
              time.addAndGet(Carrier.LOOK_AFTER_NANOS - 1);
              boolean early = othersMayBeReady();
              time.addAndGet(1);
              return !early && othersMayBeReady();
            });
    FutureTask<Boolean> next = new FutureTask<>(() -> carrier.lookout().hasLookedWithin(1));
    carrier.execute(
        () -> {
          goesOn.run();
          carrier.execute(next);
        });
    assertTrue(goesOn.get());
    assertTrue(next.get());
  }

  @Test
  void whereStepsAreLongItLooksBetweenThem() throws Exception {
    FutureTask<Boolean> next = new FutureTask<>(() -> carrier.lookout().hasLookedWithin(1));
    carrier.execute(
        () -> {
          carrier.execute(next);
          time.addAndGet(Carrier.LOOK_AFTER_NANOS);
          assertTrue(othersMayBeReady());
        });
    assertTrue(next.get());
  }

  @Test
  void itKnowsHowManyItCarries() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Thread> carried = new CompletableFuture<>();
    carrier.carry(
        () -> {
          carried.complete(Thread.currentThread());
          try {
            end.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    assertEquals(1, carrier.load());
    end.countDown();
    carried.get().join();
    assertEquals(0, carrier.load());
  }
}
