package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;

/** A disk watched by {@link DiskWatch}. */
final class WatchedDisk implements Disk {
  private static final Object NOTHING = new Object();

  private final Disk disk;
  private final DiskWatch watch;
  private final Closer closer = new Closer();

  WatchedDisk(Disk disk, DiskWatch watch) {
    this.disk = disk;
    this.watch = watch;
  }

  /** An operation without a result. */
  private interface Step {
    void run() throws IOException;
  }

  private void step(Step step) throws IOException {
    watch.call(
        () -> {
          step.run();
          return NOTHING;
        },
        nothing -> {});
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    return new WatchedFile(watch.call(() -> disk.create(file), DiskFile::close));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new WatchedFile(watch.call(() -> disk.open(file), DiskFile::close));
  }

  @Override
  public long modified(Path file) throws IOException {
    return watch.call(() -> disk.modified(file), modified -> {});
  }

  @Override
  public void delete(Path file) throws IOException {
    step(() -> disk.delete(file));
  }

  @Override
  public List<String> names(Path folder) throws IOException {
    return watch.call(() -> disk.names(folder), names -> {});
  }

  private final class WatchedFile implements DiskFile {
    private final DiskFile file;

    private WatchedFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public void read(ByteBuffer to, long position) throws IOException {
      if (watch.keepsOff()) {
        // A late result must not get into the buffer, which may have another user by then.
        ByteBuffer own = ByteBuffer.allocate(to.remaining());
        to.put(watch.callElsewhere(() -> read(own, position, file), late -> {}));
      } else {
        watch.watched(() -> read(to, position, file));
      }
    }

    private static ByteBuffer read(ByteBuffer to, long position, DiskFile file) throws IOException {
      file.read(to, position);
      return to.duplicate().flip();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      step(() -> file.write(bytes, position));
    }

    @Override
    public void truncate(long size) throws IOException {
      step(() -> file.truncate(size));
    }

    @Override
    public long size() throws IOException {
      return watch.call(file::size, size -> {});
    }

    @Override
    public MappedFile map(long size) throws IOException {
      return watch.call(() -> file.map(size), MappedFile::close);
    }

    /** A thread that may have to wait for a slow disk must not be sending meanwhile. */
    @Override
    public long transferTo(WritableByteChannel to, long position, long count) {
      return watch.isSlow() ? 0 : watch.here(() -> file.transferTo(to, position, count));
    }

    /** On a slow disk, an abandoned operation may still use the file. */
    @Override
    public void close() {
      if (watch.isSlow()) {
        closer.close(file);
      } else {
        file.close();
      }
    }
  }
}
