package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code larder ca}: making an authority, and saying what it is. */
class CaCommandTest {
  @TempDir Path folder;

  private Ran ca(String... arguments) {
    String[] all = Stream.concat(Stream.of("ca"), Stream.of(arguments)).toArray(String[]::new);
    return Ran.of(Map.of("XDG_DATA_HOME", folder.toString()), all);
  }

  private Path kept() {
    return folder.resolve("larder").resolve("ca");
  }

  private String fingerprint() {
    return ca("show").out().lines().filter(line -> line.startsWith("SHA-256")).findFirst().get();
  }

  @Test
  void itIsMadeOnceForTheHostsThatAreNamed() throws Exception {
    Ran made = ca("init", "--intercept=packages.example.org,*.cdn.example");
    assertEquals(0, made.exitCode(), made.err());
    assertEquals(kept().resolve("authority.pem") + "\n", ca("path").out());
    List<String> shown = ca("show").out().lines().toList();
    assertEquals(
        "Vouches for  cdn.example and below, packages.example.org and below", shown.get(0));
    assertTrue(shown.contains("-----BEGIN CERTIFICATE-----"), shown::toString);

    Ran again = ca("init", "--intercept=other.example");
    assertEquals(1, again.exitCode());
    assertTrue(again.err().contains("There is an authority already"), again.err());
  }

  @Test
  void nobodyElseCanReadItsKey() throws Exception {
    ca("init", "--intercept=a.example");
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept())));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(kept().resolve("issuer-key.pem"))));
  }

  @Test
  void anotherOneIsForTheSameHostsUnlessOthersAreNamed() {
    ca("init", "--intercept=a.example");
    String first = fingerprint();

    assertEquals(0, ca("rotate").exitCode());
    assertNotEquals(first, fingerprint());
    assertTrue(ca("show").out().startsWith("Vouches for  a.example and below\n"));

    assertEquals(0, ca("rotate", "--intercept=all").exitCode());
    assertTrue(ca("show").out().startsWith("Vouches for  all hosts\n"));
  }

  @Test
  void rootIsToldWhereToLookInThePlaceOfMakingOne() {
    Map<String, String> environment =
        Map.of("XDG_DATA_HOME", folder.toString(), "SUDO_USER", "alice");
    Ran asked = Ran.of(environment, "ca", "install");
    assertEquals(2, asked.exitCode());
    assertTrue(asked.err().contains("sudo XDG_DATA_HOME=... larder ca"), asked.err());
    assertTrue(asked.err().contains("~alice/.local/share"), asked.err());
    assertFalse(asked.err().contains("init"), asked.err());
  }

  @Test
  void whatIsMissingIsAskedFor() {
    Ran none = ca("init");
    assertEquals(2, none.exitCode());
    assertTrue(none.err().contains("Say for which hosts"), none.err());
    assertEquals(2, ca("rotate").exitCode());
    assertEquals(2, ca().exitCode());
    for (String question : List.of("path", "show", "install")) {
      Ran asked = ca(question);
      assertEquals(2, asked.exitCode(), question);
      assertTrue(asked.err().contains("There is no authority in " + kept()), asked.err());
    }
  }
}
