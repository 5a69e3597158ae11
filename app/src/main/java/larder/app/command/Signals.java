package larder.app.command;

import java.util.concurrent.CompletableFuture;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** The signals that a server handles. */
final class Signals {
  private final CompletableFuture<Integer> stop = new CompletableFuture<>();
  private volatile Runnable reload = () -> {};
  private boolean hangupIgnored;

  private Signals() {}

  /**
   * TERM and INT stop the server; a second one stops it at once. HUP and USR1 reopen the logs; HUP
   * also reloads other files.
   */
  static Signals handle(Runnable reopenLogs) {
    Signals signals = new Signals();
    on("TERM", () -> signals.stop(ExitCode.TERMINATED));
    on("INT", () -> signals.stop(ExitCode.INTERRUPTED));
    signals.hangupIgnored =
        on(
            "HUP",
            () -> {
              reopenLogs.run();
              signals.reload.run();
            });
    on("USR1", reopenLogs);
    return signals;
  }

  /** Sets what HUP does besides reopening logs. */
  void onReload(Runnable action) {
    reload = action;
  }

  /** Whether the JVM leaves HUP ignored, because it was ignored when the process started. */
  boolean isHangupIgnored() {
    return hangupIgnored;
  }

  /** Returns whether the JVM leaves the signal ignored. */
  private static boolean on(String name, Runnable action) {
    try {
      return SignalHandler.SIG_IGN.equals(Signal.handle(new Signal(name), signal -> action.run()));
    } catch (IllegalArgumentException e) {
      return false; // This system has no such signal, or the JVM reserves it.
    }
  }

  private void stop(int exitCode) {
    if (!stop.complete(exitCode)) {
      Runtime.getRuntime().halt(exitCode);
    }
  }

  /** Waits for a signal to stop, and returns its exit code. */
  int awaitStop() {
    return stop.join();
  }
}
