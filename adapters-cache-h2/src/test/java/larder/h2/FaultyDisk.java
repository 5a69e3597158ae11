package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import larder.http.ByteRange;
import org.jspecify.annotations.Nullable;

/** The real disk, until it is broken: then it reads on, and takes nothing. */
final class FaultyDisk implements Disk {
  /** No operation takes as long as this. */
  private static final DiskWatch.Limits NEVER_SLOW =
      new DiskWatch.Limits(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

  private final Disk real = new RealDisk();
  private final Set<FaultyFile> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger writesLeft = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicReference<@Nullable Error> once = new AtomicReference<>();
  private volatile boolean full;
  private volatile boolean allTaken;
  private volatile Predicate<Path> undeletable = file -> false;
  private volatile Runnable beforeDeletion = () -> {};
  private volatile boolean unreadable;
  private volatile boolean unmappable;
  private volatile boolean timeless;
  private volatile boolean pagedOut;
  private volatile Predicate<Path> wantsDescriptor = file -> false;
  private volatile Predicate<Path> unopenable = file -> false;
  private volatile CountDownLatch answers = new CountDownLatch(0);
  private volatile @Nullable Path late;
  private volatile boolean isLate;
  private volatile Reading reading = (file, position, bytes) -> {};

  /** What comes before a file is read. */
  @FunctionalInterface
  interface Reading {
    /**
     * @param bytes how many are asked for
     * @throws IOException if they cannot be read
     */
    void of(Path file, long position, int bytes) throws IOException;
  }

  /** From now on that comes before each reading of a file. */
  void setReading(Reading before) {
    reading = before;
  }

  /** From now on nothing comes to an end, until it is {@link #mend mended}. */
  void setHanging() {
    answers = new CountDownLatch(1);
  }

  /** From now on, or no more, nothing can be written. */
  void setFull(boolean isFull) {
    full = isFull;
  }

  /** From now on, or no more, no file grows: what is there is written again, and cut off. */
  void setAllTaken(boolean isAllTaken) {
    allTaken = isAllTaken;
  }

  /** The next write to a file throws that, and writes nothing. */
  void throwOnce(Error error) {
    once.set(error);
  }

  /** After so many writes nothing can be written any more, until it is {@link #mend mended}. */
  void setFullAfter(int writes) {
    writesLeft.set(writes);
  }

  /** From now on, or no more, nothing can be deleted. */
  void setUndeletable(boolean isUndeletable) {
    undeletable = file -> isUndeletable;
  }

  /** From now on those cannot be deleted. */
  void setUndeletable(Predicate<Path> which) {
    undeletable = which;
  }

  /** From now on that comes before each deletion. */
  void setBeforeDeletion(Runnable before) {
    beforeDeletion = before;
  }

  /** From now on, or no more, nobody waits for a file to be made: it appears later. */
  void setLate(boolean isTooLate) {
    isLate = isTooLate;
  }

  /** Now it does. */
  void createLate() throws IOException {
    real.create(Objects.requireNonNull(late)).close();
  }

  /** All works again. */
  void mend() {
    full = false;
    allTaken = false;
    undeletable = file -> false;
    unreadable = false;
    wantsDescriptor = file -> false;
    unopenable = file -> false;
    isLate = false;
    answers.countDown();
    writesLeft.set(Integer.MAX_VALUE);
  }

  /** From now on, or no more, no file can be opened or made: there is no descriptor left. */
  void setOutOfDescriptors(boolean isOut) {
    wantsDescriptor = file -> isOut;
  }

  /** From now on those cannot be opened or made for want of a descriptor. */
  void setOutOfDescriptors(Predicate<Path> which) {
    wantsDescriptor = which;
  }

  /** What the system says when there is no descriptor left for that file. */
  static IOException outOfDescriptors(Path file) {
    return new FileSystemException(file.toString(), null, "Too many open files");
  }

  /** From now on those cannot be opened. */
  void setUnopenable(Predicate<Path> which) {
    unopenable = which;
  }

  /** From now on, or no more, nothing can be mapped. */
  void setUnmappable(boolean isUnmappable) {
    unmappable = isUnmappable;
  }

  /** From now on, or no more, nobody can tell when a file was written to. */
  void setTimeless(boolean isTimeless) {
    timeless = isTimeless;
  }

  /** From now on, or no more, mapped files are not in memory as a whole. */
  void setPagedOut(boolean isPagedOut) {
    pagedOut = isPagedOut;
  }

  /** From now on, or no more, nothing can be read. */
  void setUnreadable(boolean isUnreadable) {
    unreadable = isUnreadable;
  }

  /**
   * A store on this disk for which it is never slow. Otherwise an operation that a busy machine
   * holds up for a moment changes for some seconds what the store does.
   */
  H2Store neverSlow(Path folder) throws StoreInUseException, StoreFolderException {
    return H2Store.open(H2Settings.of(folder, 1L << 30), this, NEVER_SLOW);
  }

  /** How many files are open. */
  int openFiles() {
    return open.size();
  }

  /** How many writes it has refused. */
  int refused() {
    return refused.get();
  }

  private void hang() throws IOException {
    try {
      answers.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void write() throws IOException {
    hang();
    if (full || writesLeft.decrementAndGet() < 0) {
      throw noSpace();
    }
  }

  private IOException noSpace() {
    refused.incrementAndGet();
    return new IOException("No space left on device");
  }

  private void read() throws IOException {
    hang();
    if (unreadable) {
      throw new IOException("Input/output error");
    }
  }

  private void takeDescriptor(Path file) throws IOException {
    if (wantsDescriptor.test(file)) {
      throw outOfDescriptors(file);
    }
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    write();
    takeDescriptor(file);
    if (isLate) {
      late = file;
      throw new IOException("The disk has not answered");
    }
    return new FaultyFile(file, real.create(file));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    read();
    takeDescriptor(file);
    if (unopenable.test(file)) {
      throw new FileSystemException(file.toString(), null, "Input/output error");
    }
    return new FaultyFile(file, real.open(file));
  }

  @Override
  public long modified(Path file) throws IOException {
    read();
    if (timeless) {
      throw new IOException("Input/output error");
    }
    return real.modified(file);
  }

  @Override
  public void delete(Path file) throws IOException {
    beforeDeletion.run();
    if (undeletable.test(file)) {
      throw new IOException("Operation not permitted");
    }
    real.delete(file);
  }

  @Override
  public List<String> names(Path folder) throws IOException {
    read();
    return real.names(folder);
  }

  /** Fails as the disk does; half of what it refuses to write is written. */
  private final class FaultyFile implements DiskFile {
    private final Path path;
    private final DiskFile file;

    /** Whoever closes it waits for those who read or write, as the system's channels have it. */
    private final ReadWriteLock underWay = new ReentrantReadWriteLock();

    private FaultyFile(Path path, DiskFile file) {
      open.add(this);
      this.path = path;
      this.file = file;
    }

    @Override
    public void read(ByteBuffer to, long position) throws IOException {
      underWay.readLock().lock();
      try {
        FaultyDisk.this.read();
      } finally {
        underWay.readLock().unlock();
      }
      reading.of(path, position, to.remaining());
      file.read(to, position);
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      underWay.readLock().lock();
      try {
        writeNow(bytes, position);
      } finally {
        underWay.readLock().unlock();
      }
    }

    private void writeNow(ByteBuffer bytes, long position) throws IOException {
      boolean isTooLong = allTaken && position + bytes.remaining() > file.size();
      if (full || isTooLong) {
        file.write(bytes.duplicate().limit(bytes.position() + bytes.remaining() / 2), position);
      }
      FaultyDisk.this.write();
      Error error = once.getAndSet(null);
      if (error != null) {
        throw error;
      }
      if (isTooLong) {
        throw noSpace();
      }
      file.write(bytes, position);
    }

    @Override
    public void truncate(long size) throws IOException {
      FaultyDisk.this.write();
      file.truncate(size);
    }

    @Override
    public long size() throws IOException {
      FaultyDisk.this.read();
      reading.of(path, 0, 0);
      return file.size();
    }

    @Override
    public MappedFile map(long size) throws IOException {
      FaultyDisk.this.read();
      if (unmappable) {
        throw new IOException("Map failed");
      }
      return new FaultyMapping(file.map(size));
    }

    @Override
    public long transferTo(WritableByteChannel to, long position, long count) {
      try {
        FaultyDisk.this.read();
      } catch (IOException e) {
        return 0;
      }
      return file.transferTo(to, position, count);
    }

    @Override
    public void close() {
      underWay.writeLock().lock();
      try {
        open.remove(this);
        file.close();
      } finally {
        underWay.writeLock().unlock();
      }
    }
  }

  private final class FaultyMapping implements MappedFile {
    private final MappedFile mapped;

    private FaultyMapping(MappedFile mapped) {
      this.mapped = mapped;
    }

    @Override
    public boolean isInMemory() {
      return !pagedOut && mapped.isInMemory();
    }

    @Override
    public ByteBuffer unread(ByteRange range) {
      return mapped.unread(range);
    }

    @Override
    public void read(ByteBuffer to, long position) throws IOException {
      mapped.read(to, position);
    }

    @Override
    public void close() {
      mapped.close();
    }
  }
}
