package larder.app.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import larder.app.StartException;
import larder.app.log.AccessLog;
import org.jspecify.annotations.Nullable;

/** Opens the access log that the options name. */
final class AccessLogs {
  private AccessLogs() {}

  /** Null if they name none. */
  static @Nullable AccessLog open(LogOptions log) throws StartException {
    return open(log, FileDescriptor.out, FileDescriptor.err);
  }

  /**
   * @param standard the standard output
   * @param error the standard error
   */
  static @Nullable AccessLog open(LogOptions log, FileDescriptor standard, FileDescriptor error)
      throws StartException {
    String name = log.accessLog.get();
    try {
      if (name == null) {
        return log.verbose.get() ? AccessLog.open(log.logFormat.get(), () -> kept(error)) : null;
      }
      if (name.equals("-")) {
        return AccessLog.open(log.logFormat.get(), () -> kept(standard));
      }
      return AccessLog.open(log.logFormat.get(), () -> new FileOutputStream(name, true));
    } catch (IOException e) {
      throw new StartException(
          StartException.Cause.DISK,
          "The access log " + name + " cannot be written: choose another file, or make its folder",
          e);
    }
  }

  /** A stream whose descriptor outlives the log. Java's own streams for it hide write errors. */
  private static OutputStream kept(FileDescriptor descriptor) {
    return new FilterOutputStream(new FileOutputStream(descriptor)) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() {
        // It is not buffered.
      }
    };
  }
}
