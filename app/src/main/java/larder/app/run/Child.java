package larder.app.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that uses the terminal, the input and the output of this process. */
public final class Child {
  /** The launcher may have changed one of them for this process. */
  private static final List<String> LOCALES = List.of("LC_ALL", "LC_CTYPE");

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /**
   * Starts the command.
   *
   * @param added variables in addition to those of this process
   * @throws NotStartedException if the command does not exist, or cannot be executed
   */
  public static Child start(
      List<String> command, Map<String, String> inherited, Map<String, String> added)
      throws NotStartedException {
    find(command.getFirst(), inherited.getOrDefault("PATH", ""));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    LOCALES.forEach(name -> builder.environment().compute(name, (_, _) -> inherited.get(name)));
    builder.environment().putAll(added);
    try {
      return new Child(builder.start());
    } catch (IOException e) {
      throw new NotStartedException(
          false, command.getFirst() + " cannot be executed: " + e.getMessage(), e);
    }
  }

  /** Searches as a shell does, to tell a missing command from one that cannot be executed. */
  private static void find(String name, String path) throws NotStartedException {
    if (name.isEmpty()) {
      throw new NotStartedException(true, "The name of the command is empty", null);
    }
    boolean exists = false;
    for (Path candidate : candidates(name, path)) {
      exists |= Files.exists(candidate);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return;
      }
    }
    throw exists
        ? new NotStartedException(false, name + " is there, but cannot be executed", null)
        : new NotStartedException(true, "There is no command " + name, null);
  }

  private static List<Path> candidates(String name, String path) {
    if (name.indexOf('/') >= 0 || name.indexOf(File.separatorChar) >= 0) {
      return List.of(Path.of(name));
    }
    List<Path> candidates = new ArrayList<>();
    for (String folder : path.split(File.pathSeparator, -1)) {
      candidates.add(Path.of(folder.isEmpty() ? "." : folder, name));
    }
    return candidates;
  }

  /** Waits for the end; returns the exit code, or 128 and the signal if one ended it. */
  public int awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        int code = process.waitFor();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return code;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  /**
   * Sends a signal to the command.
   *
   * @param signal without {@code SIG}
   */
  public void signal(String signal) {
    if (signal.equals("TERM")) {
      process.destroy();
      return;
    }
    String pid = Long.toString(process.pid());
    try { // Java only sends TERM and KILL; a shell exists even without a kill program
      new ProcessBuilder("sh", "-c", "kill -\"$0\" \"$1\"", signal, pid)
          .redirectErrorStream(true)
          .start()
          .waitFor(1, TimeUnit.SECONDS);
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
