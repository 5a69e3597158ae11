package larder.app.command;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import larder.app.StartException;
import larder.app.log.AccessLog;
import org.jspecify.annotations.Nullable;

/** Opens the access log that was asked for. */
final class AccessLogs {
  private AccessLogs() {}

  /** Null if none was. */
  static @Nullable AccessLog open(LogOptions log) throws StartException {
    String name = log.accessLog.get();
    try {
      if (name == null) {
        return log.verbose.get()
            ? AccessLog.open(log.logFormat.get(), () -> kept(System.err))
            : null;
      }
      if (name.equals("-")) {
        return AccessLog.open(log.logFormat.get(), () -> kept(System.out));
      }
      return AccessLog.open(log.logFormat.get(), () -> new FileOutputStream(name, true));
    } catch (IOException e) {
      throw new StartException(
          StartException.Cause.DISK,
          "The access log " + name + " cannot be written: choose another file, or make its folder",
          e);
    }
  }

  /** A stream that outlives the log: closing it only flushes. */
  private static OutputStream kept(OutputStream stream) {
    return new FilterOutputStream(stream) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        out.flush();
      }
    };
  }
}
