package larder.h2;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The files of the operating system. */
final class RealDisk implements Disk {
  @Override
  public DiskFile create(Path file) throws IOException {
    try {
      return ChannelFile.create(file);
    } catch (NoSuchFileException e) {
      OwnFolders.make(file.resolveSibling(""));
      return ChannelFile.create(file);
    }
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return ChannelFile.open(file);
  }

  @Override
  public long modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }
}
