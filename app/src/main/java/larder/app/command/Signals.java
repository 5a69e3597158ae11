package larder.app.command;

import java.util.concurrent.CompletableFuture;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** The signals that a server answers to. */
final class Signals {
  private final CompletableFuture<Integer> stop = new CompletableFuture<>();
  private volatile Runnable reload = () -> {};
  private boolean hangupIgnored;

  private Signals() {}

  /**
   * Takes TERM and INT as the wish to stop, a second one as the wish to stop at once, HUP and USR1
   * as the wish that logs are opened anew, and HUP that other files are read anew too.
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

  /** What HUP means besides logs. */
  void onReload(Runnable action) {
    reload = action;
  }

  /** Whether the JVM leaves HUP ignored, because it was ignored when the process started. */
  boolean isHangupIgnored() {
    return hangupIgnored;
  }

  /** True if the JVM leaves the signal ignored. */
  private static boolean on(String name, Runnable action) {
    try {
      return SignalHandler.SIG_IGN.equals(Signal.handle(new Signal(name), signal -> action.run()));
    } catch (IllegalArgumentException e) {
      return false; // This system has no such signal, or the JVM keeps it for itself.
    }
  }

  private void stop(int exitCode) {
    if (!stop.complete(exitCode)) {
      Runtime.getRuntime().halt(exitCode);
    }
  }

  /** Waits for the wish to stop, and gives the exit code that goes with it. */
  int awaitStop() {
    return stop.join();
  }
}
