package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file with a channel for reading, and another for writing once it is needed. A thread that is
 * interrupted while it reads closes the channel; the next reader opens another one.
 */
final class ChannelFile implements DiskFile {
  private final Path path;
  private volatile FileChannel reading;
  private @Nullable FileChannel writing;
  private boolean closed;

  private ChannelFile(Path path, FileChannel reading, @Nullable FileChannel writing) {
    this.path = path;
    this.reading = reading;
    this.writing = writing;
  }

  static ChannelFile open(Path path) throws IOException {
    return new ChannelFile(path, channel(path, StandardOpenOption.READ), null);
  }

  static ChannelFile create(Path path) throws IOException {
    FileChannel writing =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      return new ChannelFile(path, channel(path, StandardOpenOption.READ), writing);
    } catch (IOException e) {
      closeQuietly(writing);
      Files.deleteIfExists(path); // so that a new attempt can use the name
      throw e;
    }
  }

  private static FileChannel channel(Path path, OpenOption option) throws IOException {
    return FileChannel.open(path, option);
  }

  @Override
  public void read(ByteBuffer to, long position) throws IOException {
    int start = to.position();
    while (true) {
      FileChannel channel = reading;
      try {
        long at = position;
        for (int read = 0; to.hasRemaining() && read >= 0; at += read) {
          read = channel.read(to, at);
        }
        return;
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (ClosedChannelException e) {
        to.position(start);
        reopen();
      }
    }
  }

  private synchronized void reopen() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (!reading.isOpen()) {
      reading = channel(path, StandardOpenOption.READ);
    }
  }

  @Override
  public void write(ByteBuffer bytes, long position) throws IOException {
    FileChannel channel = writing();
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    writing().truncate(size);
  }

  private synchronized FileChannel writing() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    FileChannel channel = writing;
    if (channel == null || !channel.isOpen()) {
      channel = channel(path, StandardOpenOption.WRITE);
      writing = channel;
    }
    return channel;
  }

  @Override
  public long size() throws IOException {
    return reading.size();
  }

  @Override
  public MappedFile map(long size) throws IOException {
    return Mapping.of(reading, size);
  }

  @Override
  public long transferTo(WritableByteChannel to, long position, long count) {
    try {
      return reading.transferTo(position, count, to);
    } catch (IOException e) {
      return 0; // the next read or write reports it
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeQuietly(reading);
    if (writing != null) {
      closeQuietly(writing);
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The channel holds nothing back.
    }
  }
}
