package larder.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import larder.app.run.Child;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Passes signals on to a child. {@code INT} and {@code QUIT} from a terminal reach the child
 * directly, and are not passed on a second time.
 */
final class PassedSignals implements AutoCloseable {
  private static final List<String> PASSED = List.of("TERM", "INT", "HUP", "USR1", "USR2");

  private final LinkedBlockingQueue<String> waiting = new LinkedBlockingQueue<>();
  private final List<Runnable> restore;

  private PassedSignals() {
    restore = PASSED.stream().map(this::take).toList();
  }

  /** From now on no signal ends this process; early ones wait for the child. */
  static PassedSignals begin() {
    return new PassedSignals();
  }

  private Runnable take(String name) {
    try {
      Signal signal = new Signal(name);
      SignalHandler before = Signal.handle(signal, each -> waiting.add(name));
      return () -> Signal.handle(signal, before);
    } catch (IllegalArgumentException e) {
      return () -> {}; // this system has no such signal
    }
  }

  /** Passes on the signals that came before the child started, and later ones. */
  void passTo(Child child) {
    List<String> early = new ArrayList<>();
    waiting.drainTo(early);
    early.forEach(child::signal);
    Thread.ofPlatform()
        .daemon()
        .name("larder-signals")
        .start(
            () -> {
              try {
                while (true) {
                  String name = waiting.take();
                  if (!name.equals("INT") || !Terminals.isInForeground()) {
                    child.signal(name);
                  }
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Override
  public void close() {
    restore.forEach(Runnable::run);
  }
}
