package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;

/** A disk that {@link DiskWatch} looks after. */
final class WatchedDisk implements Disk {
  private static final Object NOTHING = new Object();

  private final Disk disk;
  private final DiskWatch watch;
  private final Closer closer = new Closer();

  WatchedDisk(Disk disk, DiskWatch watch) {
    this.disk = disk;
    this.watch = watch;
  }

  /** Something to do on a disk that has no result. */
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
        // What comes when nobody waits for it any more must not get into a buffer of others.
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
    public long modified() throws IOException {
      return watch.call(file::modified, modified -> {});
    }

    /** Who has to wait for a slow disk must not be sending meanwhile. */
    @Override
    public long transferTo(WritableByteChannel to, long position, long count) {
      return watch.isSlow() ? 0 : watch.here(() -> file.transferTo(to, position, count));
    }

    /** Somebody who has gone may read or write it still, on a disk that is slow. */
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
