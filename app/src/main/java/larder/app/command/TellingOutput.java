package larder.app.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Remembers why it could not be written, which those who write through it may not learn. */
final class TellingOutput extends FilterOutputStream {
  private @Nullable IOException fault;

  TellingOutput(OutputStream out) {
    super(out);
  }

  /** The first failure; null if there was none. */
  @Nullable IOException fault() {
    return fault;
  }

  /** Whether it is a pipe whose reader has gone, as {@code head} does: no error. */
  static boolean hasGone(IOException fault) {
    return String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
  }

  /** The failure as a sentence without a full stop. */
  static String sentence(String what, IOException fault) {
    return what + " cannot be written (" + fault.getMessage() + ")";
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    try {
      out.write(octets, offset, length);
    } catch (IOException e) {
      if (fault == null) {
        fault = e;
      }
      throw e;
    }
  }
}
