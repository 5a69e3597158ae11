package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written into in the place of being replaced. */
class DevicesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "/dev/null, true",
    "/dev/stdout, true",
    "/proc/self/status, true",
    "/dev/none, false",
    "/dev/none/at/all, false"
  })
  @EnabledOnOs(OS.LINUX)
  void whatTheSystemKeepsThereIsOne(String path, boolean device) throws Exception {
    assertEquals(device, Devices.include(Path.of(path)));
  }

  /** In a folder that all may write into, it would be given what is meant for us. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aPipeOfAnotherUserIsNotWrittenInto() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    Path pipe = Pipes.make(folder.resolve("pipe"));
    Files.setAttribute(pipe, "unix:uid", 65_534);
    CompletableFuture<String> _ = Pipes.reading(pipe);
    IOException refused = assertThrows(IOException.class, () -> Devices.open(pipe).close());
    assertEquals(pipe + " belongs to another user", refused.getMessage());
  }

  @Test
  void aFileIsNoneNorWhatLeadsToOne() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    for (Path path : new Path[] {file, link, folder.resolve("none")}) {
      assertEquals(false, Devices.include(path), path::toString);
    }
  }
}
