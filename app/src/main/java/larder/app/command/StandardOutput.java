package larder.app.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** What a command prints its answer on. A writer hides its failures, so the end tells them. */
final class StandardOutput {
  static final String NAME = "The standard output";

  private final TellingOutput out;
  private final PrintWriter writer;

  StandardOutput(OutputStream out, Charset charset) {
    this.out = new TellingOutput(out);
    this.writer = new PrintWriter(this.out, true, charset);
  }

  static StandardOutput ofThisProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out), System.out.charset());
  }

  PrintWriter writer() {
    return writer;
  }

  /**
   * Writes what is left, and says so if not all of it could be written; but not if the reader has
   * gone.
   *
   * @param exitCode of the command
   * @return the exit code of the process
   */
  int end(int exitCode, PrintWriter err) {
    writer.flush();
    IOException fault = out.fault();
    if (fault == null || TellingOutput.hasGone(fault)) {
      return exitCode;
    }
    err.println("larder: " + TellingOutput.sentence(NAME, fault));
    return exitCode == ExitCode.OK || exitCode == ExitCode.FAILED ? ExitCode.IO : exitCode;
  }
}
