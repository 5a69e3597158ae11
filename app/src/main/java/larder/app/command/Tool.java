package larder.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs another program to its end. */
interface Tool {
  /** How long it may run before it is killed. */
  long PATIENCE_SECONDS = 60;

  /** Runs the programs installed on this machine. */
  Tool INSTALLED = Tool::runInstalled;

  /**
   * @param command the program and its arguments; its standard input is empty
   * @throws IOException if there is no such program
   * @throws InterruptedException if the thread was interrupted; the program was killed
   */
  Ended run(List<String> command) throws IOException, InterruptedException;

  /**
   * The outcome.
   *
   * @param exitCode 0 if it succeeded
   * @param output both its outputs
   */
  record Ended(int exitCode, String output) {}

  private static Ended runInstalled(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("larder-", ".out"); // a full pipe would block it
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        process.getOutputStream().close();
        if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          return new Ended(
              process.exitValue(), Files.readString(output, StandardCharsets.UTF_8).strip());
        }
        return new Ended(-1, "nothing for " + PATIENCE_SECONDS + " s");
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.delete(output);
    }
  }
}
