package larder.app.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change of the file leaves as it was, and what happens when two change it. */
class UserFileTest {
  private static final int QUICK = 10;

  /** Others come while it is hashed. */
  private static final int SLOW = 10_000;

  @TempDir Path folder;
  private UserFile file = new UserFile(Path.of("."));

  @BeforeEach
  void alice() throws IOException {
    file = new UserFile(folder.resolve("users"));
    file.put("alice", "a", QUICK);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file.path());
  }

  @Test
  void whatSaysNothingStaysWhereItIs() throws Exception {
    String alice = lines().getFirst();
    Files.write(file.path(), List.of("# all of us", "", alice, "# alice: left"));
    assertFalse(file.put("alice", "other", QUICK));
    assertTrue(file.put("bob", "b", QUICK));
    List<String> lines = lines();
    assertEquals(5, lines.size());
    assertEquals(List.of("# all of us", ""), lines.subList(0, 2));
    assertTrue(lines.get(2).startsWith("alice:$"), lines::toString);
    assertFalse(lines.contains(alice), lines::toString);
    assertEquals("# alice: left", lines.get(3));
    assertTrue(lines.get(4).startsWith("bob:$"), lines::toString);

    assertFalse(file.remove("# alice"));
    assertTrue(file.remove("alice"));
    assertEquals(List.of("# all of us", "", "# alice: left", lines.get(4)), lines());
  }

  @Test
  void whoMayReadItStillMay() throws Exception {
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));
    file.put("bob", "b", QUICK);
    file.remove("alice");
    assertEquals(
        "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())));
  }

  @Test
  void whoseItIsDoesNotChangeBecauseRootChangesIt() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    Files.setAttribute(file.path(), "unix:uid", 65_534);
    Files.setAttribute(file.path(), "unix:gid", 65_533);
    file.put("bob", "b", QUICK);
    assertEquals(65_534, Files.getAttribute(file.path(), "unix:uid"));
    assertEquals(65_533, Files.getAttribute(file.path(), "unix:gid"));
  }

  @Test
  void noneIsLostOfThoseThatAreAddedAtOnce() throws Exception {
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<?> evens = both.submit(() -> putEach(0));
      Future<?> odds = both.submit(() -> putEach(1));
      evens.get();
      odds.get();
    }
    assertEquals(41, file.names().size(), file.names()::toString);
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file.path()), files.toList());
    }
  }

  private void putEach(int first) {
    UserFile same = new UserFile(file.path());
    IntStream.range(0, 20)
        .forEach(
            i -> {
              try {
                same.put("user" + (2 * i + first), "x", SLOW);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  @Test
  void whatWasLeftByOneThatWasKilledIsNamed() throws Exception {
    Path lock = Files.createFile(folder.resolve(".users.lock"));
    UserFile hasty = new UserFile(file.path(), Duration.ZERO);
    IOException e = assertThrows(IOException.class, () -> hasty.put("bob", "b", QUICK));
    assertTrue(String.valueOf(e.getMessage()).endsWith("delete " + lock.toRealPath()));
    assertTrue(Files.exists(lock), "another one's");
    assertEquals(List.of("alice"), file.names());
  }
}
