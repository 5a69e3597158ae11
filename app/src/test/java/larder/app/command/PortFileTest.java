package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is done to a port file, and to what is none. */
class PortFileTest {
  @TempDir private Path folder;

  private List<Path> there() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void aFileIsThereUntilTheEnd() throws Exception {
    PortFile file = new PortFile(Files.writeString(folder.resolve("port"), "an earlier one"), 8080);
    file.write();
    assertEquals("8080\n", Files.readString(folder.resolve("port")));
    file.remove();
    assertEquals(List.of(), there());
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aPipeIsWrittenIntoAndStays() throws Exception {
    Path pipe = Pipes.make(folder.resolve("port"));
    CompletableFuture<String> read = Pipes.reading(pipe);
    PortFile file = new PortFile(pipe, 8080);
    file.write();
    assertEquals("8080\n", read.get(10, TimeUnit.SECONDS));
    file.remove();
    assertEquals(List.of(pipe), there());
    assertFalse(Files.isRegularFile(pipe));
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void whoNeverOpensThePipeHoldsNobodyUp() throws Exception {
    Path pipe = Pipes.make(folder.resolve("port"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> new PortFile(pipe, 8080).write(Duration.ZERO));
    assertEquals("8080\n", Pipes.reading(pipe).get(10, TimeUnit.SECONDS));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceThatTakesNothingIsSaidToBeOne() {
    assertThrows(IOException.class, () -> new PortFile(Path.of("/dev/full"), 8080).write());
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aDeviceThatALinkLeadsToStays() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("port"), Path.of("/dev/null"));
    PortFile file = new PortFile(link, 8080);
    file.write();
    file.remove();
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(List.of(link), there());
  }

  @Test
  void aFolderIsNone() throws Exception {
    assertThrows(IOException.class, () -> new PortFile(folder, 8080).write());
  }
}
