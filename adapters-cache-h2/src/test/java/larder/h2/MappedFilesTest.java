package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import larder.http.ByteRange;
import org.junit.jupiter.api.Test;

/** Which files are mapped, and until when. */
class MappedFilesTest {
  private static final long SIZE = 100 << 10;

  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow
  private final MappedFiles files = new MappedFiles(time::get);
  private final AtomicInteger mapped = new AtomicInteger();

  /** Counts what is mapped. */
  private final class Mappable implements DiskFile {
    private boolean broken;
    private boolean withoutMemory;
    private Runnable meanwhile = () -> {};
    private int attempts;

    @Override
    public MappedFile map(long size) throws IOException {
      attempts++;
      meanwhile.run();
      if (withoutMemory) {
        throw new OutOfMemoryError("on purpose");
      }
      if (broken) {
        throw new IOException("Map failed");
      }
      return new Counted();
    }

    @Override
    public void read(ByteBuffer to, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(ByteBuffer bytes, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long size() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(WritableByteChannel to, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }
  }

  private final class Counted implements MappedFile {
    private boolean closed;

    private Counted() {
      mapped.incrementAndGet();
    }

    @Override
    public synchronized boolean isInMemory() {
      assertFalse(closed);
      return true;
    }

    @Override
    public ByteBuffer unread(ByteRange range) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void read(ByteBuffer to, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public synchronized void close() {
      assertFalse(closed, "closed once");
      closed = true;
      mapped.decrementAndGet();
    }
  }

  private boolean add(long id, long length) {
    time.addAndGet(MappedFiles.BETWEEN.toNanos());
    return files.add(id, 1, length, new Mappable());
  }

  private MappedFiles.Mapped take(long id) {
    return Objects.requireNonNull(files.take(id));
  }

  private boolean has(long id) {
    MappedFiles.Mapped found = files.take(id);
    if (found != null) {
      found.giveBack();
    }
    return found != null;
  }

  @Test
  void aFileIsFoundByItsIdentityAlone() {
    assertTrue(add(7, SIZE));
    assertTrue(has(7));
    assertFalse(has(7 + MappedFiles.PLACES));
    assertFalse(add(7, SIZE), "it is mapped already");
    assertEquals(1, mapped.get());
    assertEquals(SIZE, files.bytes());
  }

  @Test
  void aLongOneIsNotMapped() {
    assertFalse(add(7, MappedFiles.LONGEST + 1));
    assertTrue(add(7, MappedFiles.LONGEST));
  }

  @Test
  void onlyOneIsMappedAtATime() {
    assertTrue(add(1, SIZE));
    assertFalse(files.add(2, 1, SIZE, new Mappable()));
    time.addAndGet(MappedFiles.BETWEEN.toNanos() - 1);
    assertFalse(files.add(2, 1, SIZE, new Mappable()));
    time.addAndGet(1);
    assertTrue(files.add(2, 1, SIZE, new Mappable()));
  }

  @Test
  void exchangesAreFewer() {
    assertTrue(add(1, SIZE));
    time.addAndGet(MappedFiles.IDLE.toNanos());
    assertTrue(add(1 + MappedFiles.PLACES, SIZE));
    time.addAndGet(MappedFiles.BETWEEN.plus(MappedFiles.AFTER_EXCHANGE).toNanos() - 1);
    assertFalse(files.add(2, 1, SIZE, new Mappable()));
    time.addAndGet(1);
    assertTrue(files.add(2, 1, SIZE, new Mappable()));
  }

  @Test
  void oneThatIsUsedKeepsItsPlace() {
    assertTrue(add(7, SIZE));
    time.addAndGet(MappedFiles.IDLE.toNanos() / 2);
    assertTrue(has(7));
    time.addAndGet(MappedFiles.IDLE.toNanos() / 2);
    assertFalse(add(7 + MappedFiles.PLACES, SIZE));
    assertTrue(has(7));
    time.addAndGet(MappedFiles.IDLE.toNanos());
    assertTrue(add(7 + MappedFiles.PLACES, SIZE));
    assertFalse(has(7));
    assertEquals(1, mapped.get());
    assertEquals(SIZE, files.bytes());
  }

  @Test
  void theBytesAreBoundedAndWhoIsIdleMakesRoom() {
    int most = (int) (MappedFiles.MOST_BYTES / MappedFiles.LONGEST);
    for (int id = 0; id < most; id++) {
      assertTrue(add(id, MappedFiles.LONGEST));
    }
    assertFalse(add(most, MappedFiles.LONGEST), "all are in use");
    assertEquals(MappedFiles.MOST_BYTES, files.bytes());
    time.addAndGet(MappedFiles.IDLE.toNanos());
    assertTrue(has(1));
    int tries = 0;
    while (!add(most, MappedFiles.LONGEST)) {
      tries++;
      assertTrue(tries <= MappedFiles.PLACES, "one of the idle ones is found in the end");
    }
    assertTrue(has(1), "it is in use");
    assertTrue(has(most));
    assertEquals(most, mapped.get());
    assertEquals(MappedFiles.MOST_BYTES, files.bytes());
  }

  @Test
  void whatReadersHoldIsNotGivenUpBecauseThatFreesNothing() {
    int most = (int) (MappedFiles.MOST_BYTES / MappedFiles.LONGEST);
    List<MappedFiles.Mapped> held = new ArrayList<>();
    for (int id = 0; id < most; id++) {
      assertTrue(add(id, MappedFiles.LONGEST));
      held.add(take(id));
    }
    time.addAndGet(MappedFiles.IDLE.toNanos());
    for (int i = 0; i < MappedFiles.PLACES; i++) {
      assertFalse(add(most, MappedFiles.LONGEST));
    }
    held.forEach(MappedFiles.Mapped::giveBack);
    for (int id = 0; id < most; id++) {
      assertTrue(has(id));
    }
  }

  @Test
  void aReaderKeepsOneThatIsForgotten() {
    assertTrue(add(7, SIZE));
    MappedFiles.Mapped first = take(7);
    MappedFiles.Mapped second = take(7);
    files.forget(8);
    files.forget(7 + MappedFiles.PLACES);
    assertTrue(has(7));
    files.forget(7);
    files.forget(7);
    assertNull(files.take(7));
    assertTrue(add(7, SIZE), "another one takes the place");
    first.giveBack();
    assertEquals(2, mapped.get());
    assertEquals(2 * SIZE, files.bytes());
    assertTrue(second.file().isInMemory());
    second.giveBack();
    assertEquals(1, mapped.get());
    assertEquals(SIZE, files.bytes());
  }

  @Test
  void whatALookFoundHoldsForAMoment() {
    assertTrue(add(7, SIZE));
    MappedFiles.Mapped found = take(7);
    assertFalse(found.isSeen(), "nobody has looked yet");
    found.seen();
    time.addAndGet(MappedFiles.LOOK.toNanos() - 1);
    assertTrue(found.isSeen());
    time.addAndGet(1);
    assertFalse(found.isSeen());
    found.giveBack();
  }

  @Test
  void aSystemThatMapsNoMoreCostsNoRoom() {
    Mappable broken = new Mappable();
    broken.broken = true;
    assertFalse(files.add(7, 1, SIZE, broken));
    assertEquals(0, files.bytes());
    time.addAndGet(MappedFiles.AFTER_FAILURE.toNanos());
    assertTrue(add(7, SIZE));
  }

  @Test
  void aMappingForWhichThereIsNoMemoryCostsNoRoom() {
    Mappable poor = new Mappable();
    poor.withoutMemory = true;
    assertThrows(OutOfMemoryError.class, () -> files.add(7, 1, SIZE, poor));
    assertEquals(0, files.bytes());
    time.addAndGet(MappedFiles.AFTER_FAILURE.toNanos());
    assertTrue(add(7, SIZE));
  }

  @Test
  void whileOneIsMappedNoOtherIs() {
    Mappable slow = new Mappable();
    slow.meanwhile = () -> assertFalse(add(8, SIZE));
    assertTrue(files.add(7, 1, SIZE, slow));
    assertTrue(add(8, SIZE));
  }

  @Test
  void aSystemThatMapsNoMoreIsAskedAgainMuchLater() {
    Mappable broken = new Mappable();
    broken.broken = true;
    assertFalse(files.add(7, 1, SIZE, broken));
    time.addAndGet(Duration.ofSeconds(10).toNanos());
    assertFalse(files.add(8, 1, SIZE, broken));
    assertEquals(1, broken.attempts);
    time.addAndGet(MappedFiles.BETWEEN.toNanos());
    assertFalse(files.add(8, 1, SIZE, broken));
    assertEquals(2, broken.attempts);
  }

  @Test
  void closingGivesUpAll() {
    assertTrue(add(1, SIZE));
    assertTrue(add(2, SIZE));
    MappedFiles.Mapped used = take(2);
    files.close();
    assertEquals(1, mapped.get());
    used.giveBack();
    add(3, SIZE);
    assertEquals(0, mapped.get());
    assertEquals(0, files.bytes());
  }

  @Test
  void nobodyUsesOneThatIsGone() throws Exception {
    List<FutureTask<Object>> users = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      FutureTask<Object> user = new FutureTask<>(this::useAtRandom, "ended");
      Thread.ofPlatform().start(user);
      users.add(user);
    }
    for (FutureTask<Object> user : users) {
      user.get();
    }
    files.close();
    assertEquals(0, mapped.get(), "all were closed");
    assertEquals(0, files.bytes());
  }

  private void useAtRandom() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < 20_000; i++) {
      long id = random.nextInt(4) * (long) MappedFiles.PLACES / 2;
      switch (random.nextInt(8)) {
        case 0 -> add(id, SIZE);
        case 1 -> files.forget(id);
        case 2 -> time.addAndGet(MappedFiles.IDLE.toNanos());
        default -> {
          MappedFiles.Mapped found = files.take(id);
          if (found != null) {
            found.file().isInMemory();
            found.giveBack();
          }
        }
      }
    }
  }
}
