package larder.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The file that says on which port a proxy listens, while it does; or a pipe that is told. */
record PortFile(Path file, int port) {
  private String line() {
    return port + "\n";
  }

  /** Whoever waits for the file must not read half a number. */
  void write() throws IOException {
    if (Devices.include(file)) {
      try (OutputStream out = Devices.open(file)) {
        out.write(line().getBytes(StandardCharsets.US_ASCII));
      }
      return;
    }
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
