package larder.app.command;

import java.io.Console;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import larder.app.statistics.Sizes;

/** A line on the terminal that shows progress and is overwritten again and again. */
final class ProgressLine {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
  private static final long STEP_BYTES = 64 * 1024;

  private final PrintWriter terminal;
  private final boolean shown;
  private String last = "";

  ProgressLine(PrintWriter terminal, boolean shown) {
    this.terminal = terminal;
    this.shown = shown;
  }

  /** Whether the standard error is a terminal, as far as can be told. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again
  static boolean isSeen() {
    if (Files.isSymbolicLink(STANDARD_ERROR)) {
      try {
        String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
        return device.startsWith("/dev/pts/")
            || device.startsWith("/dev/tty")
            || device.equals("/dev/console");
      } catch (IOException e) {
        return false;
      }
    }
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  void at(long done, long of) {
    if (of > 0) {
      show(String.format(Locale.ROOT, "%,d of %,d", Math.min(done, of), of));
    }
  }

  /**
   * @param of 0 if unknown
   */
  void atByte(long done, long of) {
    show(of > 0 ? Sizes.text(Math.min(done, of)) + " of " + Sizes.text(of) : Sizes.text(done));
  }

  private void show(String line) {
    if (shown && !line.equals(last)) {
      write(line);
    }
  }

  /** Pads to the last line only: on a narrow terminal, more blanks would begin another line. */
  private void write(String line) {
    String rest = " ".repeat(Math.max(0, last.length() - line.length()));
    last = line;
    terminal.print("\r" + line + rest);
    terminal.flush();
  }

  /** Erases the line. */
  void clear() {
    if (!last.isEmpty()) {
      write("");
      terminal.print("\r");
      terminal.flush();
    }
  }

  /** Shows how much has been written. */
  OutputStream watching(OutputStream out) {
    return shown ? new Written(out) : out;
  }

  /**
   * Shows how much has been read.
   *
   * @param of 0 if unknown
   */
  InputStream watching(InputStream in, long of) {
    return shown ? new Read(in, of) : in;
  }

  private final class Written extends FilterOutputStream {
    private long done;
    private long next;

    private Written(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int octet) throws IOException {
      out.write(octet);
      count(1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      out.write(octets, offset, length);
      count(length);
    }

    private void count(long octets) {
      done += octets;
      if (done >= next) {
        next = done + STEP_BYTES;
        atByte(done, 0);
      }
    }
  }

  private final class Read extends FilterInputStream {
    private final long of;
    private long done;
    private long next;

    private Read(InputStream in, long of) {
      super(in);
      this.of = of;
    }

    @Override
    public int read() throws IOException {
      int octet = in.read();
      count(octet < 0 ? 0 : 1);
      return octet;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int octets = in.read(into, offset, length);
      count(Math.max(0, octets));
      return octets;
    }

    private void count(long octets) {
      done += octets;
      if (octets > 0 && (done >= next || done == of)) {
        next = done + STEP_BYTES;
        atByte(done, of);
      }
    }
  }
}
