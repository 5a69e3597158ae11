package larder.app.users;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import larder.access.Login;
import larder.access.PasswordPort;
import larder.app.machine.Interfaces;
import larder.http.IpAddress;

/**
 * Checks passwords against a file of users, and reloads the file when it has changed. It remembers
 * right passwords, so only the first request pays for the slow hash; requests with the same
 * password wait for it meanwhile. Different guesses from one address are checked one after the
 * other, and each wrong one is delayed. Hashes are computed on platform threads of their own, so
 * that they do not occupy the carriers of virtual threads.
 */
public final class Passwords implements PasswordPort, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("larder.app");
  private static final long LOOK_AFTER = Duration.ofSeconds(1).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int QUEUE = 8;
  private static final int HASHED_AT_ONCE = 2;
  private static final String MAC = "HmacSHA256";

  private final UserFile file;
  private final Duration pause;
  private final Executor hashers;
  private final PasswordHash nobodys;
  private final SecretKeySpec key;
  private final Semaphore hashing = new Semaphore(HASHED_AT_ONCE);
  private final AddressTurns turns =
      new AddressTurns(1 + QUEUE, new Neighbours(Interfaces::addresses, System::nanoTime)::one);

  /** One machine may have many addresses of a network, and must not occupy all hashing threads. */
  private final AddressTurns networks = new AddressTurns(Integer.MAX_VALUE, Neighbours::network);

  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Known known;
  private volatile long lookedAt = System.nanoTime();

  /** The contents of the file when it was last read. */
  private sealed interface Known {
    String version();
  }

  /** The file could not be read, so no password can be checked. */
  private record Unreadable(String version) implements Known {}

  /**
   * @param proven the keyed digest of the right password, for each user who has shown it
   * @param underWay the passwords being checked, with their future verdicts
   */
  private record Users(
      String version,
      Map<String, PasswordHash> hashes,
      Map<String, byte[]> proven,
      Map<Attempt, CompletableFuture<Verdict>> underWay)
      implements Known {
    boolean knows(Login login, byte[] digest) {
      byte[] known = proven.get(login.user());
      return known != null && MessageDigest.isEqual(known, digest);
    }
  }

  /** Equal attempts from one address are one: a client may send many requests at once. */
  private record Attempt(IpAddress client, String user, ByteBuffer digest) {}

  private Passwords(UserFile file, Duration pause, Executor hashers, Users users) {
    this.file = file;
    this.pause = pause;
    this.hashers = hashers;
    this.known = users;
    int usual =
        users.hashes.values().stream()
            .mapToInt(PasswordHash::iterations)
            .max()
            .orElse(PasswordHash.ITERATIONS);
    this.nobodys = PasswordHash.of("", usual);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, MAC);
  }

  /**
   * Reads the file. Wrong passwords will take a second longer than right ones.
   *
   * @throws IOException if it cannot be read, or has no users; the message is a sentence
   */
  public static Passwords of(UserFile file) throws IOException {
    return of(file, Duration.ofSeconds(1));
  }

  static Passwords of(UserFile file, Duration pause) throws IOException {
    return of(file, pause, Thread.ofPlatform().daemon().name("larder-password")::start);
  }

  /**
   * @param hashers compute the hashes
   */
  static Passwords of(UserFile file, Duration pause, Executor hashers) throws IOException {
    Users users = read(file);
    if (users.hashes.isEmpty()) {
      throw new IOException("There is nobody in the user file " + file.path());
    }
    return new Passwords(file, pause, hashers, users);
  }

  private static Users read(UserFile file) throws IOException {
    String version = file.version(); // before reading: a change in between is read again
    return new Users(version, file.read(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  @Override
  public Verdict check(Login login, IpAddress client) {
    return switch (current()) {
      case Unreadable _ -> Verdict.UNKNOWN;
      case Users users -> check(login, client, users);
    };
  }

  private Verdict check(Login login, IpAddress client, Users users) {
    byte[] digest = digest(login);
    if (users.knows(login, digest)) {
      return Verdict.RIGHT;
    }
    Attempt attempt = new Attempt(client, login.user(), ByteBuffer.wrap(digest));
    CompletableFuture<Verdict> ours = new CompletableFuture<>();
    CompletableFuture<Verdict> others = users.underWay.putIfAbsent(attempt, ours);
    if (others != null) {
      return verdictOf(others);
    }
    Verdict verdict = Verdict.UNKNOWN; // for the requests that wait, if this fails
    try {
      verdict = checkAmongOthers(login, client, users, digest);
      return verdict;
    } finally {
      users.underWay.remove(attempt);
      ours.complete(verdict);
    }
  }

  private static Verdict verdictOf(CompletableFuture<Verdict> others) {
    try {
      return others.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.TOO_MANY;
    } catch (TimeoutException e) {
      return Verdict.TOO_MANY;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // it is never completed exceptionally
    }
  }

  private Verdict checkAmongOthers(Login login, IpAddress client, Users users, byte[] digest) {
    return inTurn(
        turns,
        client,
        () -> {
          Verdict verdict = inTurn(networks, client, () -> checkByHash(login, users, digest));
          if (verdict == Verdict.WRONG) {
            awaitClosed(pause);
          }
          return verdict;
        });
  }

  private Verdict inTurn(AddressTurns among, IpAddress client, Supplier<Verdict> check) {
    AddressTurns.Place place = among.join(client);
    if (place == null) {
      return Verdict.TOO_MANY;
    }
    try {
      return inTurn(place.turn(), check);
    } finally {
      among.leave(place);
    }
  }

  private Verdict inTurn(Semaphore turn, Supplier<Verdict> check) {
    if (!acquired(turn)) {
      return Verdict.TOO_MANY;
    }
    try {
      return check.get();
    } finally {
      turn.release();
    }
  }

  /** Takes as long for an unknown user. */
  private Verdict checkByHash(Login login, Users users, byte[] digest) {
    return inTurn(
        hashing,
        () -> {
          if (users.knows(login, digest)) { // it was shown from another address meanwhile
            return Verdict.RIGHT;
          }
          PasswordHash hash = users.hashes.get(login.user());
          if (!isOf(hash == null ? nobodys : hash, login.password()) || hash == null) {
            return Verdict.WRONG;
          }
          users.proven.put(login.user(), digest);
          return Verdict.RIGHT;
        });
  }

  private boolean isOf(PasswordHash hash, String password) {
    return CompletableFuture.supplyAsync(() -> hash.isOf(password), hashers).join();
  }

  private boolean acquired(Semaphore semaphore) {
    try {
      return semaphore.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void awaitClosed(Duration most) {
    try {
      var _ = closed.await(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The contents of the file, at most a moment old. */
  private Known current() {
    if (System.nanoTime() - lookedAt >= LOOK_AFTER) {
      lookAgain();
    }
    return known;
  }

  /** Reads the file again if it has changed, or could not be read: the obstacle may be gone. */
  synchronized void lookAgain() {
    lookedAt = System.nanoTime();
    String version = file.version();
    boolean changed = !version.equals(known.version());
    if (changed || known instanceof Unreadable) {
      try {
        known = read(file);
      } catch (IOException e) {
        if (changed) {
          LOG.log(Level.WARNING, e.getMessage() + ": nobody is let in until it can be");
        }
        known = new Unreadable(version);
      }
    }
  }

  private byte[] digest(Login login) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return mac.doFinal(login.password().getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + MAC, e);
    }
  }

  /** Ends the delays of wrong passwords. */
  @Override
  public void close() {
    closed.countDown();
  }
}
