package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void aFileIsNoneNorWhatLeadsToOne() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    for (Path path : new Path[] {file, link, folder.resolve("none")}) {
      assertEquals(false, Devices.include(path), path::toString);
    }
  }
}
