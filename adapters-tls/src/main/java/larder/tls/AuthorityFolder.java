package larder.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder that keeps the authority that clients trust. Only the owner can access the folder and
 * the key.
 */
public final class AuthorityFolder {
  private static final String ROOT = "authority.pem";
  private static final String ISSUER = "issuer.pem";
  private static final String KEY = "issuer-key.pem";
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Path folder;

  /** The folder need not exist. */
  public AuthorityFolder(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** The file with the certificate that clients must trust. */
  public Path certificateFile() {
    return folder.resolve(ROOT);
  }

  /**
   * Reads the authority; returns null if there is none.
   *
   * @throws IOException if it cannot be used; the message is a sentence that says why
   */
  public @Nullable SigningAuthority load() throws IOException {
    if (!Files.exists(folder.resolve(ROOT))) {
      return null;
    }
    Path keyFile = folder.resolve(KEY);
    requirePrivate(keyFile);
    try {
      PrivateKey key = Pem.key(Files.readString(keyFile));
      return new SigningAuthority(certificate(ROOT), certificate(ISSUER), key);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "The authority in " + folder + " cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private X509Certificate certificate(String file) throws IOException, GeneralSecurityException {
    List<X509Certificate> found = Pem.certificates(Files.readString(folder.resolve(file)));
    if (found.size() != 1) {
      throw new GeneralSecurityException(file + " holds " + found.size() + " certificates");
    }
    return found.getFirst();
  }

  private static void requirePrivate(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains)) {
      throw new IOException(
          "The key in " + file + " can be read by others: chmod 600, or larder ca rotate");
    }
  }

  /**
   * Stores an authority if there is none, entirely or not at all.
   *
   * @return the authority that is there afterwards: this one, or one that another process stored
   *     first
   */
  public SigningAuthority keep(SigningAuthority authority) throws IOException {
    Path fresh = beside();
    try {
      write(fresh, authority);
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      return authority;
    } catch (IOException e) {
      SigningAuthority there = load(); // another process was faster
      if (there == null) {
        throw new IOException("No authority can be kept in " + folder + " (" + e + ")", e);
      }
      return there;
    } finally {
      delete(fresh);
    }
  }

  /**
   * Stores an authority in place of the present one, if any; if that fails, the present one
   * remains.
   *
   * @return the new authority
   */
  public SigningAuthority replace(SigningAuthority authority) throws IOException {
    Path fresh = beside();
    Path old = fresh.resolveSibling(fresh.getFileName() + "-old");
    try {
      write(fresh, authority);
      swap(fresh, old);
    } catch (IOException e) {
      throw new IOException("No authority can be kept in " + folder + " (" + e + ")", e);
    } finally {
      delete(fresh);
    }
    delete(old);
    return authority;
  }

  /**
   * Not every system can exchange two folders in one step, so the old one is moved back if the
   * second step fails.
   */
  private void swap(Path fresh, Path old) throws IOException {
    boolean there = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    if (there) {
      Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (there) {
        Files.move(old, folder, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  private Path beside() throws IOException {
    Path parent = folder.resolveSibling(".").normalize();
    Files.createDirectories(parent);
    return Files.createTempDirectory(parent, ".ca", permissions(parent, "rwx------"));
  }

  private static void write(Path fresh, SigningAuthority authority) throws IOException {
    write(fresh, ROOT, authority.pem(), "rw-r--r--");
    write(fresh, ISSUER, Pem.of(authority.issuer()), "rw-r--r--");
    write(fresh, KEY, Pem.of(authority.key()), "rw-------");
  }

  private static FileAttribute<?>[] permissions(Path parent, String text) {
    boolean posix = Files.getFileAttributeView(parent, PosixFileAttributeView.class) != null;
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }

  private static void write(Path folder, String name, String text, String permissions)
      throws IOException {
    Path file = Files.createFile(folder.resolve(name), permissions(folder, permissions));
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  private static void delete(Path folder) throws IOException {
    for (String file : List.of(KEY, ISSUER, ROOT)) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.deleteIfExists(folder);
  }
}
