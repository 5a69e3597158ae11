package larder.app.users;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The file of users: a line for each, {@code name:hash}; empty lines and those that begin with
 * {@code #} say nothing. Only its owner may read it.
 */
public final class UserFile {
  /** Whatever a user name may hold in the scheme Basic, but what would break a line of a log. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+-]{1,64}");

  private final Path path;

  public UserFile(Path path) {
    this.path = path;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * The names in it, sorted.
   *
   * @throws IOException if it cannot be read; the message is a sentence
   */
  public List<String> names() throws IOException {
    return List.copyOf(read().keySet());
  }

  /**
   * Adds a user, or gives one another password. Slow.
   *
   * @return whether there was no such user before
   * @throws IllegalArgumentException if the name is none, or the password is empty
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
    Map<String, PasswordHash> users = Files.exists(path) ? read() : new TreeMap<>();
    boolean fresh = users.put(name, PasswordHash.of(password, iterations)) == null;
    write(users);
    return fresh;
  }

  /**
   * Takes a user away.
   *
   * @return whether there was one
   * @throws IOException if the file cannot be read or written; the message is a sentence
   */
  public boolean remove(String name) throws IOException {
    Map<String, PasswordHash> users = read();
    boolean found = users.remove(name) != null;
    if (found) {
      write(users);
    }
    return found;
  }

  /** By name. */
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

  /** What changes whenever the file does. */
  String version() {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
    } catch (IOException e) {
      return "gone";
    }
  }

  /** In one step: whoever reads it at that time finds all or nothing of it. */
  private void write(Map<String, PasswordHash> users) throws IOException {
    try {
      Path folder = path.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path temporary = Files.createTempFile(folder, ".users", null);
      try {
        if (Files.getFileStore(temporary).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
        }
        StringBuilder text = new StringBuilder();
        users.forEach((name, hash) -> text.append(name + ":" + hash.text() + "\n"));
        Files.writeString(temporary, text);
        Path target = Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? path.toRealPath() : path;
        Files.move(
            temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new IOException("The user file " + path + " cannot be written", e);
    }
  }
}
