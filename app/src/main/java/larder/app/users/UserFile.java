package larder.app.users;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The file of users: a line {@code name:hash} for each; empty lines and lines that begin with
 * {@code #} are ignored. Only its owner may read it, until it is given to others. Changes are made
 * one after the other, even by different processes.
 */
public final class UserFile {
  /** All that the scheme Basic allows in a user name, except what would break a line of a log. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+-]{1,64}");

  /** A change takes milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Path path;
  private final Duration patience;

  public UserFile(Path path) {
    this(path, PATIENCE);
  }

  /**
   * @param patience how long to wait for other changes
   */
  UserFile(Path path, Duration patience) {
    this.path = path;
    this.patience = patience;
  }

  public Path path() {
    return path;
  }

  /**
   * The user names, sorted.
   *
   * @throws IOException if it cannot be read; the message is a sentence
   */
  public List<String> names() throws IOException {
    return List.copyOf(read().keySet());
  }

  /**
   * Adds a user, or changes the password of one. Slow.
   *
   * @return whether the user is new
   * @throws IllegalArgumentException if the name is invalid, or the password is empty
   * @throws IOException if the file cannot be read or written; the message is a sentence
   */
  public boolean put(String name, String password) throws IOException {
    return put(name, password, PasswordHash.ITERATIONS);
  }

  boolean put(String name, String password, int iterations) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no user name: 1 to 64 letters of A to Z, digits and . _ @ + -");
    }
    if (password.isEmpty()) {
      throw new IllegalArgumentException("The password is empty");
    }
    String line = name + ":" + PasswordHash.of(password, iterations).text(); // before locking
    return !replace(name, List.of(line));
  }

  /**
   * Removes a user.
   *
   * @return whether the user existed
   * @throws IOException if the file cannot be read or written; the message is a sentence
   */
  public boolean remove(String name) throws IOException {
    return read().containsKey(name) && replace(name, List.of());
  }

  /** The hashes by user name. */
  Map<String, PasswordHash> read() throws IOException {
    Map<String, PasswordHash> users = new TreeMap<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        int colon = line.indexOf(':');
        try {
          if (colon < 1) {
            throw new IllegalArgumentException("no name and hash with a colon between");
          }
          users.put(
              line.substring(0, colon), PasswordHash.parse(line.substring(colon + 1).strip()));
        } catch (IllegalArgumentException e) {
          throw new IOException(
              "Line " + number + " of the user file " + path + " is " + e.getMessage(), e);
        }
      }
    }
    return users;
  }

  private List<String> lines() throws IOException {
    try {
      return Files.readAllLines(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IOException("The user file " + path + " cannot be read", e);
    }
  }

  /** Differs after every change of the file. */
  String version() {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
    } catch (IOException e) {
      return "gone";
    }
  }

  /**
   * Replaces the line of the user, or appends the new ones.
   *
   * @return whether the user existed
   */
  private boolean replace(String name, List<String> with) throws IOException {
    Path target = target();
    Path lock = lock(target);
    try {
      boolean there = Files.exists(target);
      boolean found = there && read().containsKey(name);
      List<String> lines = new ArrayList<>(there ? lines() : List.of());
      int place = lines.size();
      if (found) {
        place =
            IntStream.range(0, place)
                .filter(i -> isOf(name, lines.get(i)))
                .findFirst()
                .orElse(place);
        lines.removeIf(line -> isOf(name, line));
      }
      lines.addAll(place, with);
      write(lines, target);
      return found;
    } finally {
      Files.deleteIfExists(lock);
    }
  }

  private static boolean isOf(String name, String line) {
    return line.startsWith(name + ":");
  }

  /** The file itself if the path is a link to it; makes its folder. */
  private Path target() throws IOException {
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        return path.toRealPath();
      }
      Path target = path.toAbsolutePath();
      Files.createDirectories(target.getParent());
      return target;
    } catch (IOException e) {
      throw cannotBeWritten(e);
    }
  }

  private IOException cannotBeWritten(IOException cause) {
    return new IOException("The user file " + path + " cannot be written", cause);
  }

  /** The process that creates this file may change the other one, until it deletes this one. */
  private Path lock(Path target) throws IOException {
    Path lock = target.resolveSibling("." + target.getFileName() + ".lock");
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return Files.createFile(lock);
      } catch (FileAlreadyExistsException e) {
        if (System.nanoTime() >= end || Thread.currentThread().isInterrupted()) {
          throw new IOException(
              "The user file " + path + " is being changed: if nobody does that, delete " + lock,
              e);
        }
        LockSupport.parkNanos(this, PAUSE_NANOS); // another process cannot wake us
      } catch (IOException e) {
        throw cannotBeWritten(e);
      }
    }
  }

  /** Replaces the file in one step: concurrent readers find either the old or the new one. */
  private void write(List<String> lines, Path target) throws IOException {
    try {
      Path temporary = Files.createTempFile(target.getParent(), ".users", null);
      try {
        Files.write(temporary, lines);
        giveToTheSame(target, temporary);
        Files.move(
            temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (NotGivenException e) {
      throw e;
    } catch (IOException e) {
      throw cannotBeWritten(e);
    }
  }

  /** A proxy that runs as another user must still be able to read it. */
  private void giveToTheSame(Path target, Path fresh) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    if (!Files.exists(target)) {
      view.setPermissions(PosixFilePermissions.fromString("rw-------"));
      return;
    }
    PosixFileAttributes before = Files.readAttributes(target, PosixFileAttributes.class);
    try {
      PosixFileAttributes now = view.readAttributes();
      if (!now.owner().equals(before.owner())) {
        view.setOwner(before.owner());
      }
      if (!now.group().equals(before.group())) {
        view.setGroup(before.group());
      }
    } catch (IOException e) {
      throw new NotGivenException(
          "The user file "
              + path
              + " is left as it was: it belongs to "
              + before.owner().getName()
              + ":"
              + before.group().getName()
              + ", and only root can keep that",
          e);
    }
    view.setPermissions(before.permissions());
  }

  private static final class NotGivenException extends IOException {
    private static final long serialVersionUID = 1L;

    NotGivenException(String message, IOException cause) {
      super(message, cause);
    }
  }
}
