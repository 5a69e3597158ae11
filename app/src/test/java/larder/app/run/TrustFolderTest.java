package larder.app.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files by which children trust an authority, also where they cannot be written. */
class TrustFolderTest {
  @Test
  void ofOneThatCannotBeFilledNothingStays(@TempDir Path folder) throws Exception {
    Path made = Files.createDirectory(folder.resolve("made"));
    Path unreadable = Files.createDirectory(folder.resolve("unreadable"));
    Map<String, String> inherited = Map.of("WGETRC", unreadable.toString());
    assertThrows(IOException.class, () -> TrustFolder.filled(made, "(authority)", inherited));
    assertFalse(Files.exists(made));
    assertTrue(Files.exists(unreadable));
  }
}
