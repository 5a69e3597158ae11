package larder.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The file that says on which port a proxy listens, while it does; or a pipe that is told. */
record PortFile(Path file, int port) {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private String line() {
    return port + "\n";
  }

  void write() throws IOException {
    write(PATIENCE);
  }

  /**
   * Whoever waits for the file must not read half a number.
   *
   * @param patience for how long a pipe may hold us up that nobody reads; who reads it later gets
   *     the port still
   */
  void write(Duration patience) throws IOException {
    if (Devices.include(file)) {
      tell(patience);
    } else {
      replace();
    }
  }

  private void tell(Duration patience) throws IOException {
    FutureTask<Void> telling = new FutureTask<>(this::tell);
    Thread.ofPlatform().daemon().name("larder-port-file").start(telling);
    try {
      telling.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      // Somebody may still come.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Void tell() throws IOException {
    try (OutputStream out = Devices.open(file)) {
      out.write(line().getBytes(StandardCharsets.US_ASCII));
    }
    return null;
  }

  private void replace() throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(temporary); // and never writes through somebody's link
      Files.writeString(temporary, line(), StandardOpenOption.CREATE_NEW);
      Files.move(
          temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Another process may have put its own in the place of ours. */
  void remove() throws IOException {
    if (Files.exists(file) && !Devices.include(file) && Files.readString(file).equals(line())) {
      Files.delete(file);
    }
  }
}
