package larder.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** apt, run by root, fetches as another user. */
  @Test
  void otherUsersReadTheCertificatesAndNoSettings() throws Exception {
    try (TrustFolder made = TrustFolder.temporary("", Map.of())) {
      Trust trust = made.trust();
      assertEquals("rwx--x--x", permissions(trust.bundle().resolveSibling("")));
      for (Path certificates : List.of(trust.bundle(), trust.authority(), trust.keyStore())) {
        assertEquals("rw-r--r--", permissions(certificates));
      }
      for (Path settings : List.of(trust.aptConfiguration(), trust.wgetConfiguration())) {
        assertEquals("rw-------", permissions(settings));
      }
      assertTrue(Files.readString(trust.aptConfiguration()).contains(trust.bundle().toString()));
    }
  }

  @Test
  void aFileWithinAPrivateFolderIsReachedByNobodyElse(@TempDir Path folder) throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path home = Files.createDirectory(folder.resolve("home"));
    Path trust = Files.createDirectory(home.resolve("trust"));
    for (Path each : List.of(folder, open, home, trust)) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path file = Files.createFile(trust.resolve("bundle.pem"));
    Path linked = Files.createSymbolicLink(open.resolve("link"), trust).resolve("bundle.pem");
    Path linking = Files.createSymbolicLink(trust.resolve("back"), open).resolve("other.pem");
    Files.createFile(linking);
    for (Path each : List.of(file, linked, linking)) {
      assertTrue(TrustFolder.othersReach(each));
    }
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    for (Path each : List.of(file, linked, linking)) {
      assertFalse(TrustFolder.othersReach(each), each::toString);
    }
    assertTrue(TrustFolder.othersReach(open.resolve("other.pem")));
  }
}
