package larder.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import larder.app.StartException;
import larder.app.run.Run;
import larder.app.run.RunText;

/** Writes the reports of a run. */
final class Reports {
  private Reports() {}

  /**
   * @throws StartException if a file cannot be written
   */
  static void write(Run run, RunOptions options) throws StartException {
    Path json = options.json.get();
    if (json != null) {
      write(json, RunText.json(run).toPrettyString() + "\n", StandardOpenOption.TRUNCATE_EXISTING);
    }
    Path summary = options.summary.get();
    if (summary != null) {
      write(summary, RunText.markdown(run), StandardOpenOption.APPEND);
    }
  }

  private static void write(Path file, String text, StandardOpenOption how) throws StartException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    } catch (IOException e) {
      throw new StartException(
          StartException.Cause.DISK,
          "The file " + file + " cannot be written (" + e.getMessage() + "): choose another",
          e);
    }
  }
}
