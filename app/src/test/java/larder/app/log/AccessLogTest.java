package larder.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import larder.test.log.Overheard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One thread, because these listen to what the log says about itself. */
@Execution(ExecutionMode.SAME_THREAD)
class AccessLogTest {
  @AutoClose private final Overheard messages = Overheard.alone(AccessLog.class.getName());

  /** As it is without {@code -v}: what is lost is said all the same. */
  @BeforeEach
  void warningsAlone() {
    Logger.getLogger(AccessLog.class.getName()).setLevel(Level.WARNING);
  }

  @AfterEach
  void asBefore() {
    Logger.getLogger(AccessLog.class.getName()).setLevel(null);
  }

  private static void report(AccessLog log, int number) {
    log.concluded(Conclusions.miss("http://a.example/" + number));
  }

  private static long lines(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.count();
    }
  }

  @Test
  void closingWritesWhatIsQueued(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("log");
    AccessLog log =
        AccessLog.open(LogFormat.squid, () -> new FileOutputStream(file.toFile(), true));
    for (int i = 0; i < 1000; i++) {
      report(log, i);
    }
    log.close();
    log.close();
    List<String> lines = Files.readAllLines(file);
    assertEquals(1000, lines.size());
    for (int i = 0; i < 1000; i++) {
      assertTrue(lines.get(i).contains(" http://a.example/" + i + " "), lines.get(i));
    }
  }

  /** To wake the thread that writes for each of them would cost more than the line. */
  @Test
  void whatComesInARowIsWrittenTogether() throws Exception {
    AtomicInteger writes = new AtomicInteger();
    long start = System.nanoTime();
    try (AccessLog log = AccessLog.open(LogFormat.squid, () -> counting(writes))) {
      for (int i = 0; i < 2_000; i++) {
        report(log, i);
      }
    }
    long pauses = Duration.ofNanos(System.nanoTime() - start).toMillis() / 20;
    assertTrue(writes.get() <= pauses + 20, writes + " writes within pauses: " + pauses);
  }

  private static OutputStream counting(AtomicInteger writes) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        writes.incrementAndGet();
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        writes.incrementAndGet();
      }
    };
  }

  @Test
  void itIsOpenedAnewAfterItWasMovedAway(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("log");
    Path moved = folder.resolve("log.1");
    try (AccessLog log =
        AccessLog.open(LogFormat.squid, () -> new FileOutputStream(file.toFile(), true))) {
      report(log, 1);
      Files.move(file, moved);
      log.reopen();
      report(log, 2);
      report(log, 3);
    }
    assertEquals(1, lines(moved));
    assertEquals(2, lines(file));
  }

  @Test
  void aLogThatCannotBeOpenedIsSaidAtOnce(@TempDir Path folder) {
    assertThrows(
        IOException.class,
        () ->
            AccessLog.open(
                LogFormat.json,
                () -> Files.newOutputStream(folder.resolve("missing").resolve("log"))));
  }

  @Test
  void aFullDiskIsSaidOnceAndStopsNobody() throws Exception {
    FullDisk disk = new FullDisk();
    try (AccessLog log = AccessLog.open(LogFormat.squid, () -> disk)) {
      for (int i = 0; i < 10; i++) {
        report(log, i);
        disk.writes.acquire();
      }
    }
    assertEquals(
        List.of(
            "The access log cannot be written: No space left on device",
            "Lines lost of the access log: 10"),
        messages.said());
  }

  @Test
  void itGoesOnOnceThereIsSpaceAgain() throws Exception {
    FullDisk disk = new FullDisk();
    ByteArrayOutputStream good = new ByteArrayOutputStream();
    OutputStream[] streams = {disk, good};
    int[] opened = {0};
    try (AccessLog log = AccessLog.open(LogFormat.squid, () -> streams[opened[0]++])) {
      report(log, 1);
      disk.writes.acquire();
      log.reopen();
      report(log, 2);
    }
    String written = good.toString(StandardCharsets.UTF_8);
    assertTrue(written.contains(" http://a.example/2 "), written);
    assertEquals(
        List.of(
            "The access log cannot be written: No space left on device",
            "The access log is written again; lines lost: 1"),
        messages.said());
  }

  @Test
  void itGoesOnOnceThereIsMemoryAgain() throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Semaphore writes = new Semaphore(0);
    AtomicBoolean none = new AtomicBoolean(true);
    OutputStream out =
        new FilterOutputStream(written) {
          @Override
          public void write(byte[] bytes, int offset, int length) {
            if (none.getAndSet(false)) {
              writes.release();
              throw new OutOfMemoryError("on purpose");
            }
            written.write(bytes, offset, length);
          }
        };
    try (AccessLog log = AccessLog.open(LogFormat.squid, () -> out)) {
      report(log, 1);
      writes.acquire();
      report(log, 2);
    }
    String all = written.toString(StandardCharsets.UTF_8);
    assertTrue(all.matches("\n[^\n]* http://a\\.example/2 [^\n]*\n"), all);
  }

  /** To say that something failed takes memory too. */
  @Test
  void itGoesOnWhereNotEvenTheFailureCouldBeSaid() throws Exception {
    Logger logger = Logger.getLogger(AccessLog.class.getName());
    Handler failing = new FailingOnce();
    FullDisk disk = new FullDisk();
    ByteArrayOutputStream good = new ByteArrayOutputStream();
    logger.addHandler(failing);
    try (AccessLog log = AccessLog.open(LogFormat.squid, () -> disk)) {
      report(log, 1);
      disk.writes.acquire();
      disk.hasSpace = good;
      report(log, 2);
    } finally {
      logger.removeHandler(failing);
    }
    String written = good.toString(StandardCharsets.UTF_8);
    assertTrue(written.matches("\n[^\n]* http://a\\.example/2 [^\n]*\n"), written);
  }

  private static final class FailingOnce extends Handler {
    private final AtomicBoolean first = new AtomicBoolean(true);

    @Override
    public void publish(LogRecord message) {
      if (first.getAndSet(false)) {
        throw new OutOfMemoryError("on purpose");
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void wholeLinesComeAgainOnceTheDiskTakesThem() throws Exception {
    FullDisk disk = new FullDisk();
    ByteArrayOutputStream good = new ByteArrayOutputStream();
    try (AccessLog log = AccessLog.open(LogFormat.squid, () -> disk)) {
      for (int i = 0; i < 5; i++) {
        report(log, i);
        disk.writes.acquire();
      }
      disk.hasSpace = good;
      report(log, 5);
      disk.writes.acquire();
      disk.hasSpace = null;
      report(log, 6);
    }
    String written = good.toString(StandardCharsets.UTF_8);
    assertTrue(written.matches("\n[0-9.]+ +34 [^\n]* http://a\\.example/5 [^\n]*\n"), written);
    assertEquals(
        List.of(
            "The access log cannot be written: No space left on device",
            "The access log is written again; lines lost: 5",
            "Lines lost of the access log: 1"),
        messages.said(),
        "that it fails again so soon is not worth another message");
  }

  /** The system takes what there is space for, and fails with the rest. */
  @Test
  void noLineFollowsTheHalfOfOneThatTheDiskTook() throws Exception {
    FullDisk disk = new FullDisk();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    disk.takesBeforeItFails = written;
    try (AccessLog log = AccessLog.open(LogFormat.json, () -> disk)) {
      report(log, 1);
      disk.writes.acquire();
      disk.hasSpace = written;
      report(log, 2);
      disk.writes.acquire();
      report(log, 3);
    }
    List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(3, lines.size(), lines::toString);
    assertEquals(FullDisk.TAKEN, lines.getFirst().length());
    for (int i = 1; i < 3; i++) {
      String line = lines.get(i);
      assertTrue(line.startsWith("{") && line.endsWith("}"), line);
      assertTrue(line.contains("http://a.example/" + (i + 1)), line);
    }
  }

  @Test
  void aFolderThatIsGoneWhenItIsOpenedAnewStopsNobody(@TempDir Path folder) throws Exception {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    int[] opened = {0};
    try (AccessLog log =
        AccessLog.open(
            LogFormat.squid,
            () -> {
              if (opened[0]++ == 0) {
                return first;
              }
              throw new NoSuchFileException("/gone");
            })) {
      report(log, 1);
      log.reopen();
      report(log, 2);
    }
    assertEquals(2, first.toString(StandardCharsets.UTF_8).lines().count(), "none is lost");
    assertEquals(
        List.of("The access log cannot be opened anew, and the old one is written still: /gone"),
        messages.said());
  }

  @Test
  void whoReportsNeverWaits() throws Exception {
    assertSomeAreLeftOut(100_000, "");
  }

  /** What clients ask for may be long: what waits is bounded in bytes, too. */
  @Test
  void ofLongLinesFewerWait() throws Exception {
    assertSomeAreLeftOut(6_000, "?" + "x".repeat(4_000));
  }

  @Test
  void onALogThatTakesNoMoreLinesNobodyWaitsForEver() throws Exception {
    CountDownLatch writes = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    OutputStream stuck =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            writes.countDown();
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    AccessLog log = AccessLog.open(LogFormat.squid, () -> stuck, Duration.ofMillis(10));
    report(log, 1);
    writes.await();
    log.close();
    assertEquals(
        List.of("The access log takes no more lines, and its last ones are not waited for"),
        messages.said());
    never.countDown();
  }

  /**
   * @param end of each URI
   */
  private void assertSomeAreLeftOut(int reported, String end) throws Exception {
    CountDownLatch mayWrite = new CountDownLatch(1);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
              mayWrite.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            written.write(bytes, offset, length);
          }
        };
    try (AccessLog log = AccessLog.open(LogFormat.common, () -> slow)) {
      for (int i = 0; i < reported; i++) {
        log.concluded(Conclusions.miss("http://a.example/" + i + end));
      }
      mayWrite.countDown();
    }
    long lines = written.toString(StandardCharsets.UTF_8).lines().count();
    assertTrue(lines < reported, "all of them, although nobody could write");
    long leftOut =
        messages.said().stream()
            .mapToLong(text -> Long.parseLong(text.replaceAll("[^0-9]", "")))
            .sum();
    assertEquals(reported, lines + leftOut, messages.said()::toString);
  }

  /** Takes nothing, or a few bytes, unless there is space. */
  private static final class FullDisk extends OutputStream {
    static final int TAKEN = 10;

    final Semaphore writes = new Semaphore(0);
    volatile @Nullable OutputStream hasSpace;
    volatile @Nullable OutputStream takesBeforeItFails;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        OutputStream space = hasSpace;
        if (space == null) {
          OutputStream some = takesBeforeItFails;
          if (some != null) {
            some.write(bytes, offset, TAKEN);
          }
          throw new IOException("No space left on device");
        }
        space.write(bytes, offset, length);
      } finally {
        writes.release();
      }
    }
  }
}
