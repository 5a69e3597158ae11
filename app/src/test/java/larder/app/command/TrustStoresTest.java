package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told to trust the authority, and what is undone. */
class TrustStoresTest {
  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private final Map<String, Tool.Ended> ends = new HashMap<>();
  private Path system;
  private Path certificate;
  private Path database;

  @BeforeEach
  void set() throws Exception {
    system = Files.createDirectory(folder.resolve("system"));
    certificate = Files.writeString(folder.resolve("authority.pem"), "a certificate");
    database = Files.createDirectories(folder.resolve("home").resolve(".pki").resolve("nssdb"));
    for (String tool : List.of("update-ca-certificates", "certutil", "keytool")) {
      ends.put(tool, new Tool.Ended(0, ""));
    }
  }

  private Tool.Ended run(List<String> command) throws IOException {
    String name = Path.of(command.getFirst()).getFileName().toString();
    List<String> named = new ArrayList<>(command);
    named.set(0, name);
    ran.add(String.join(" ", named));
    Tool.Ended end = ends.get(name);
    if (end == null) {
      throw new IOException("No such file");
    }
    return end;
  }

  private TrustStores stores() {
    return new TrustStores(
        Map.of("HOME", folder.resolve("home").toString()),
        said::add,
        system,
        debiansJava(),
        this::run);
  }

  private Path debiansJava() {
    return folder.resolve("cacerts-of-debian");
  }

  private String keytool(String what) {
    return "keytool -"
        + what
        + " -alias debian:larder-authority.pem -keystore "
        + debiansJava()
        + " -storepass changeit";
  }

  private Path copy() {
    return system.resolve("larder-authority.crt");
  }

  @Test
  void theSystemAndTheUsersDatabasesAreTold() throws Exception {
    assertEquals(0, stores().install(certificate, null));

    assertEquals("a certificate", Files.readString(copy()));
    assertEquals(
        List.of(
            "update-ca-certificates",
            "certutil -d sql:" + database + " -A -t C,, -n larder-authority -i " + certificate),
        ran);
    assertTrue(said.contains("Done: The system's authorities"), said::toString);
    assertTrue(said.contains("Done: NSS database " + database), said::toString);
  }

  @Test
  void whatWasDoneIsUndoneAndNothingElse() throws Exception {
    Path other = Files.writeString(system.resolve("other.crt"), "another's");
    stores().install(certificate, null);
    ran.clear();

    assertEquals(0, stores().uninstall(null));
    assertFalse(Files.exists(copy()));
    assertTrue(Files.exists(other));
    assertEquals(
        List.of(
            "update-ca-certificates --fresh",
            "certutil -d sql:" + database + " -L -n larder-authority",
            "certutil -d sql:" + database + " -D -n larder-authority"),
        ran);
  }

  /** A hook of Debian's puts it there, and leaves it there. */
  @Test
  void whatTheSystemTellsJavaIsSaidAndUndoneToo() throws Exception {
    Files.createFile(debiansJava());
    ends.put("keytool", new Tool.Ended(0, "Owner: CN=Larder\r\na cert\r\nificate\r\n"));
    assertEquals(0, stores().install(certificate, null));
    assertTrue(
        said.contains(
            "Done: Java's store " + debiansJava() + ", which follows the system's authorities"),
        said::toString);
    assertTrue(
        said.contains("Not touched: other stores of Java's (--java FILE names one)"),
        said::toString);
    ran.clear();

    assertEquals(0, stores().uninstall(null));
    assertEquals(
        List.of("update-ca-certificates --fresh", keytool("list"), keytool("delete")),
        ran.subList(0, 3));
  }

  /** Hooks are told of new links alone, and the link to the copy is the old one. */
  @Test
  void anotherCertificateInThePlaceOfTheFirstIsPutInAnew() throws Exception {
    stores().install(certificate, null);
    Files.writeString(certificate, "another certificate");
    ran.clear();

    assertEquals(0, stores().install(certificate, null));
    assertEquals("another certificate", Files.readString(copy()));
    assertEquals("update-ca-certificates --fresh", ran.getFirst());
  }

  @Test
  void aCertificateThatJavaDidNotTakeOverIsSaid() throws Exception {
    Files.createFile(debiansJava());
    ends.put("keytool", new Tool.Ended(0, "an older\n certificate"));
    assertEquals(1, stores().install(certificate, null));
    assertTrue(
        said.contains(
            "Not done: Java's store "
                + debiansJava()
                + ", which follows the system's authorities, has another certificate by the name"
                + " debian:larder-authority.pem"),
        said::toString);
  }

  @Test
  void whatJavaWasNotToldIsNotUndone() throws Exception {
    Files.createFile(debiansJava());
    ends.put("keytool", new Tool.Ended(1, "Alias does not exist"));
    assertEquals(0, stores().install(certificate, null));
    assertTrue(
        said.contains("Not touched: Java's own stores (--java FILE names one)"), said::toString);
    assertEquals(0, stores().uninstall(null));
    assertFalse(ran.contains(keytool("delete")), ran::toString);
  }

  @Test
  void whereNothingWasDoneNothingIsUndone() {
    ends.put("certutil", new Tool.Ended(255, "could not find certificate"));
    assertEquals(0, stores().uninstall(null));
    assertEquals(List.of("certutil -d sql:" + database + " -L -n larder-authority"), ran);
    assertTrue(said.getFirst().startsWith("Nothing to undo"), said::toString);
  }

  @Test
  void aToolThatIsMissingOrFailsIsSaidAndTheRestIsDone() {
    ends.remove("update-ca-certificates");
    ends.put("keytool", new Tool.Ended(1, "password was incorrect"));

    assertEquals(1, stores().install(certificate, folder.resolve("cacerts")));
    assertTrue(
        said.contains("Not done: The system's authorities, for there is no update-ca-certificates"),
        said::toString);
    assertTrue(said.contains("Done: NSS database " + database), said::toString);
    assertTrue(
        said.contains(
            "Not done: Java's store "
                + folder.resolve("cacerts")
                + " (keytool said: password was incorrect)"),
        said::toString);
  }

  @Test
  void aPlaceThatOnlyRootMayWriteIsSaidToBeSo() throws Exception {
    // A folder of that name stands in the way of the copy, whoever asks.
    Files.createDirectories(copy().resolve("in-the-way"));

    assertEquals(1, stores().install(certificate, null));
    assertTrue(
        said.contains("Not done: " + copy() + " cannot be written; that needs root (sudo)"),
        said::toString);
    assertEquals(1, stores().uninstall(null));
    assertTrue(
        said.contains("Not done: " + copy() + " cannot be deleted; that needs root (sudo)"),
        said::toString);
  }

  @Test
  void aSystemWithoutThatPlaceIsLeftToItsOwnTool() throws Exception {
    Files.delete(system);
    assertEquals(0, stores().install(certificate, null));
    assertTrue(said.getFirst().startsWith("Not done: this system has no "), said::toString);
  }

  @Test
  void anInstalledToolIsRunToItsEnd() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Tool.Ended ended = Tool.INSTALLED.run(List.of(java, "--no-such-option"));
    assertEquals(1, ended.exitCode());
    assertTrue(ended.output().contains("no-such-option"), ended.output());
  }
}
