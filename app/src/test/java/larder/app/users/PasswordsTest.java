package larder.app.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import larder.access.Login;
import larder.access.PasswordPort.Verdict;
import larder.http.IpAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of users, and what is done to those who guess. */
class PasswordsTest {
  private static final int QUICK = 10;
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final IpAddress HERE = Objects.requireNonNull(IpAddress.parse("127.0.0.1"));
  private static final IpAddress THERE = Objects.requireNonNull(IpAddress.parse("192.0.2.1"));

  /** An address that has the hash of the other one. */
  private static final IpAddress BESIDE = Objects.requireNonNull(IpAddress.parse("192.0.1.32"));

  private static final Set<Thread.State> WORKING =
      EnumSet.of(Thread.State.NEW, Thread.State.RUNNABLE, Thread.State.BLOCKED);

  @TempDir Path folder;
  private UserFile file = new UserFile(Path.of("."));

  @BeforeEach
  void alice() throws IOException {
    file = new UserFile(folder.resolve("deep").resolve("users"));
    assertTrue(file.put("alice", "ä:open", QUICK));
  }

  @Test
  void theFileHasNoPasswordAndOnlyItsOwnerReadsIt() throws Exception {
    String text = Files.readString(file.path());
    assertTrue(text.matches("alice:\\$pbkdf2-sha256\\$i=10\\$[^$]+\\$[^$]+\n"), text);
    assertFalse(text.contains("open"), text);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())));
    try (var files = Files.list(file.path().getParent())) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void oneUserGetsAnotherPasswordAndAnotherGoes() throws Exception {
    assertTrue(file.put("bob", "b", QUICK));
    assertFalse(file.put("alice", "new", QUICK));
    assertEquals(List.of("alice", "bob"), file.names());
    assertTrue(file.remove("bob"));
    assertFalse(file.remove("bob"));
    try (Passwords passwords = Passwords.of(file, Duration.ZERO)) {
      assertEquals(Verdict.RIGHT, passwords.check(new Login("alice", "new"), HERE));
      assertEquals(Verdict.WRONG, passwords.check(new Login("alice", "ä:open"), HERE));
      assertEquals(Verdict.WRONG, passwords.check(new Login("bob", "b"), HERE));
    }
  }

  @Test
  void theSamePasswordHasAnotherHashEachTime() throws Exception {
    file.put("bob", "ä:open", QUICK);
    List<String> lines = Files.readAllLines(file.path());
    assertFalse(
        lines.get(0).substring(lines.get(0).indexOf(':')).equals(lines.get(1).substring(3)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a b", "a\nb", "é", "#a"})
  void whatIsNoNameIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> file.put(name, "x", QUICK));
  }

  @Test
  void anEmptyPasswordIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> file.put("bob", "", QUICK));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob",
        ":x",
        "bob:",
        "bob:secret",
        "bob:$pbkdf2-sha256$i=0$YWJjZGVmZ2hpag$x",
        "bob:$2y$05$bvIG6Nmid91Mu9RcmmWZfO5HJIMCT8riNW0hEp8f6/FuA2/mHZFpe"
      })
  void aLineThatIsNoUserIsNamed(String line) throws Exception {
    Files.writeString(file.path(), "# users\n\n" + line + "\n");
    IOException e = assertThrows(IOException.class, () -> Passwords.of(file, Duration.ZERO));
    assertTrue(e.getMessage().startsWith("Line 3 of the user file"), e.getMessage());
  }

  /** Who asks carries others, or may. */
  @Test
  void hashesAreMadeElsewhere() throws Exception {
    List<Thread> hashers = new CopyOnWriteArrayList<>();
    Executor elsewhere = hash -> hashers.add(Thread.ofPlatform().start(hash));
    try (Passwords passwords = Passwords.of(file, Duration.ZERO, elsewhere)) {
      assertEquals(Verdict.WRONG, passwords.check(new Login("alice", "x"), HERE));
      assertEquals(Verdict.WRONG, passwords.check(new Login("nobody", "x"), HERE));
      assertEquals(Verdict.RIGHT, passwords.check(new Login("alice", "ä:open"), HERE));
      assertEquals(3, hashers.size());
      assertEquals(Verdict.RIGHT, passwords.check(new Login("alice", "ä:open"), HERE));
      assertEquals(3, hashers.size(), "what was right is remembered");
    }
  }

  /** As a client does that starts with many requests. */
  @Test
  void theRightPasswordManyTimesAtOnceIsLookedAtOnce() throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    AtomicInteger hashes = new AtomicInteger();
    try (Passwords passwords = Passwords.of(file, LONG, held(hashes, all))) {
      List<FutureTask<Verdict>> checks = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        checks.add(started(passwords, new Login("alice", "ä:open"), HERE));
      }
      all.countDown();
      for (FutureTask<Verdict> check : checks) {
        assertEquals(Verdict.RIGHT, check.get());
      }
      assertEquals(1, hashes.get());
    }
  }

  /** Whoever was right elsewhere while others guessed here need not be looked at. */
  @Test
  void whatWasShownMeanwhileIsNotLookedAtAgain() throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    AtomicInteger hashes = new AtomicInteger();
    try (Passwords passwords = Passwords.of(file, LONG, held(hashes, all))) {
      Login alice = new Login("alice", "ä:open");
      FutureTask<Verdict> first = started(passwords, alice, HERE);
      FutureTask<Verdict> second = started(passwords, alice, THERE);
      FutureTask<Verdict> third = started(passwords, alice, BESIDE);
      all.countDown();
      assertEquals(Verdict.RIGHT, first.get());
      assertEquals(Verdict.RIGHT, second.get());
      assertEquals(Verdict.RIGHT, third.get());
      assertEquals(2, hashes.get(), "as many as are made at once");
    }
  }

  /** On a network of our own each address has its turn, and one machine may have many. */
  @Test
  void allAddressesOfOneNetworkTogetherLeaveAPlaceToOthers() throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    AtomicBoolean holding = new AtomicBoolean(true);
    Executor held = held(new AtomicInteger(), all);
    Executor hashers = hash -> (holding.get() ? held : (Executor) Runnable::run).execute(hash);
    try (Passwords passwords = Passwords.of(file, Duration.ZERO, hashers)) {
      List<FutureTask<Verdict>> guesses = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        IpAddress neighbour = Objects.requireNonNull(IpAddress.parse("fd00::" + i));
        guesses.add(started(passwords, new Login("alice", "guess"), neighbour));
      }
      holding.set(false);
      assertEquals(Verdict.RIGHT, passwords.check(new Login("alice", "ä:open"), THERE));
      all.countDown();
      for (FutureTask<Verdict> guess : guesses) {
        assertEquals(Verdict.WRONG, guess.get());
      }
    }
  }

  /** Counts the hashes, and makes them once they may be. */
  private static Executor held(AtomicInteger hashes, CountDownLatch until) {
    return hash -> {
      hashes.incrementAndGet();
      Thread.ofPlatform()
          .start(
              () -> {
                awaitUninterruptibly(until);
                hash.run();
              });
    };
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A check that waits by now, or has ended. */
  private static FutureTask<Verdict> started(Passwords passwords, Login login, IpAddress client)
      throws InterruptedException {
    FutureTask<Verdict> check = new FutureTask<>(() -> passwords.check(login, client));
    Thread thread = Thread.ofVirtual().start(check);
    spinWhile(() -> WORKING.contains(thread.getState()));
    return check;
  }

  /** A test whose time is over is interrupted. */
  private static void spinWhile(BooleanSupplier condition) throws InterruptedException {
    while (condition.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Thread.onSpinWait();
    }
  }

  /** What was equal to it waited for a verdict that never came. */
  @Test
  void whoWaitsForOneThatFailsIsNotLeftWaiting() throws Exception {
    CountDownLatch joined = new CountDownLatch(1);
    Executor failing =
        hash -> {
          awaitUninterruptibly(joined);
          throw new OutOfMemoryError("Broken on purpose");
        };
    try (Passwords passwords = Passwords.of(file, Duration.ZERO, failing)) {
      Login alice = new Login("alice", "ä:open");
      FutureTask<Verdict> first = started(passwords, alice, HERE);
      FutureTask<Verdict> second = started(passwords, alice, HERE);
      joined.countDown();
      assertThrows(ExecutionException.class, first::get);
      assertEquals(Verdict.UNKNOWN, second.get());
    }
  }

  @Test
  void whoFailsToMakeOneLetsTheNextTry() throws Exception {
    AtomicInteger failing = new AtomicInteger(5);
    Executor weak =
        hash -> {
          if (failing.getAndDecrement() > 0) {
            throw new OutOfMemoryError("Broken on purpose");
          }
          hash.run();
        };
    try (Passwords passwords = Passwords.of(file, Duration.ZERO, weak)) {
      Login alice = new Login("alice", "ä:open");
      for (int i = 0; i < 5; i++) {
        assertThrows(OutOfMemoryError.class, () -> passwords.check(alice, HERE));
      }
      assertEquals(Verdict.RIGHT, passwords.check(alice, HERE));
    }
  }

  @Test
  void nobodyInTheFileIsNoUse() throws Exception {
    file.remove("alice");
    assertThrows(IOException.class, () -> Passwords.of(file));
    Files.delete(file.path());
    assertThrows(IOException.class, () -> Passwords.of(file));
  }

  @Test
  void whatWasRightOnceIsRightAtOnce() throws Exception {
    AtomicInteger hashes = new AtomicInteger();
    Executor counting =
        hash -> {
          hashes.incrementAndGet();
          hash.run();
        };
    try (Passwords passwords = Passwords.of(file, LONG, counting)) {
      for (int i = 0; i < 100; i++) {
        assertEquals(Verdict.RIGHT, passwords.check(new Login("alice", "ä:open"), HERE));
      }
      assertEquals(1, hashes.get());
    }
  }

  @Test
  void whoGuessesWaitsAndWhoKnowsDoesNot() throws Exception {
    Passwords passwords = Passwords.of(file, LONG);
    assertEquals(Verdict.RIGHT, passwords.check(new Login("alice", "ä:open"), HERE));
    CountDownLatch guessed = new CountDownLatch(1);
    Thread guesser =
        Thread.ofVirtual()
            .start(
                () -> {
                  if (passwords.check(new Login("alice", "guess"), THERE) == Verdict.WRONG) {
                    guessed.countDown();
                  }
                });
    spinWhile(() -> guesser.getState() != Thread.State.TIMED_WAITING);
    assertEquals(1, guessed.getCount());
    assertEquals(Verdict.RIGHT, passwords.check(new Login("alice", "ä:open"), THERE));
    passwords.close(); // nobody waits for what is closed
    guessed.await();
  }

  @Test
  void whoGuessesOnAndOnIsNotListenedTo() throws Exception {
    Passwords passwords = Passwords.of(file, LONG);
    CountDownLatch all = new CountDownLatch(9);
    for (int i = 0; i < 9; i++) {
      String guess = "guess " + i;
      Thread guesser =
          Thread.ofVirtual()
              .start(
                  () -> {
                    var _ = passwords.check(new Login("alice", guess), THERE);
                    all.countDown();
                  });
      spinWhile(() -> guesser.getState() != Thread.State.TIMED_WAITING);
    }
    assertEquals(Verdict.TOO_MANY, passwords.check(new Login("alice", "guess"), THERE));
    assertEquals(Verdict.RIGHT, passwords.check(new Login("alice", "ä:open"), BESIDE));
    passwords.close();
    all.await();
  }

  @Test
  void aFileThatCannotBeReadLetsNobodyIn() throws Exception {
    try (Passwords passwords = Passwords.of(file, Duration.ZERO)) {
      assertEquals(Verdict.RIGHT, passwords.check(new Login("alice", "ä:open"), HERE));
      Files.delete(file.path());
      passwords.lookAgain();
      assertEquals(Verdict.UNKNOWN, passwords.check(new Login("alice", "ä:open"), HERE));
      file.put("alice", "other", QUICK);
      passwords.lookAgain();
      assertEquals(Verdict.WRONG, passwords.check(new Login("alice", "ä:open"), HERE));
      assertEquals(Verdict.RIGHT, passwords.check(new Login("alice", "other"), HERE));
    }
  }

  /** As chown and chmod do, which change neither its time nor its size. */
  @Test
  void aFileThatCanBeReadAgainLetsThemInAgainThoughItLooksTheSame() throws Exception {
    try (Passwords passwords = Passwords.of(file, Duration.ZERO)) {
      String good = Files.readString(file.path());
      FileTime changed = FileTime.fromMillis(1);
      Files.writeString(file.path(), good.replace(':', '!'));
      Files.setLastModifiedTime(file.path(), changed);
      passwords.lookAgain();
      assertEquals(Verdict.UNKNOWN, passwords.check(new Login("alice", "ä:open"), HERE));
      Files.writeString(file.path(), good);
      Files.setLastModifiedTime(file.path(), changed);
      passwords.lookAgain();
      assertEquals(Verdict.RIGHT, passwords.check(new Login("alice", "ä:open"), HERE));
    }
  }
}
