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

/** A file that contains the proxy's port while it listens; or a pipe that receives it. */
record PortFile(Path file, int port) {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private String line() {
    return port + "\n";
  }

  void write() throws IOException {
    write(PATIENCE);
  }

  /**
   * Writes the port so that a waiting reader never sees half a number.
   *
   * @param patience how long a pipe without a reader may delay us; a later reader still gets the
   *     port
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
      // A reader may still come.
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
      Files.deleteIfExists(temporary); // so as never to write through another user's link
      Files.writeString(temporary, line(), StandardOpenOption.CREATE_NEW);
      Files.move(
          temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Deletes the file, unless another process has replaced it. */
  void remove() throws IOException {
    if (Files.exists(file) && !Devices.include(file) && Files.readString(file).equals(line())) {
      Files.delete(file);
    }
  }
}
