package larder.app.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import larder.tls.TrustFiles;
import org.jspecify.annotations.Nullable;

/** The files that make children trust an authority. */
public final class TrustFolder implements AutoCloseable {
  /** Where systems keep the authorities that all programs trust; the first existing file counts. */
  private static final List<String> SYSTEMS =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "/etc/ssl/cert.pem");

  /** Variables that name files whose content is included. */
  private static final List<String> CONTINUED =
      List.of("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "APT_CONFIG", "WGETRC");

  private final Path folder;
  private final Trust trust;

  private TrustFolder(Path folder, Trust trust) {
    this.folder = folder;
    this.trust = trust;
  }

  /**
   * Writes the files into a new temporary folder.
   *
   * @param authority its certificate (PEM)
   * @param inherited the user's settings for the same purpose, which are included
   * @throws IOException if the files cannot be written
   */
  public static TrustFolder temporary(String authority, Map<String, String> inherited)
      throws IOException {
    Path folder = Files.createTempDirectory("larder-run-");
    setPermissions(folder, "rwx--x--x");
    return filled(folder, authority, inherited);
  }

  /** The same, in an existing new folder. */
  static TrustFolder filled(Path folder, String authority, Map<String, String> inherited)
      throws IOException {
    try {
      return in(folder, authority, inherited);
    } catch (IOException e) {
      removeQuietly(folder);
      throw e;
    }
  }

  /**
   * Writes the files into a permanent folder; concurrent readers find either the old or the new
   * files. If the variables already name files of that folder, and these have the authority, they
   * stay as they are: they include the user's earlier settings.
   */
  public static Trust lasting(Path folder, String authority, Map<String, String> inherited)
      throws IOException {
    Files.createDirectories(folder);
    Trust trust = files(folder);
    if (isNamed(folder, inherited) && has(trust.authority(), authority)) {
      return trust;
    }
    Map<String, String> others = new HashMap<>(inherited);
    others.entrySet().removeIf(each -> isIn(folder, each.getKey(), each.getValue()));
    return in(folder, authority, others).trust();
  }

  private static boolean isNamed(Path folder, Map<String, String> inherited) {
    return inherited.entrySet().stream()
        .anyMatch(each -> isIn(folder, each.getKey(), each.getValue()));
  }

  private static boolean isIn(Path folder, String name, String value) {
    return CONTINUED.contains(name) && Path.of(value).startsWith(folder);
  }

  private static boolean has(Path file, String authority) throws IOException {
    return Files.isReadable(file)
        && Files.readString(file, StandardCharsets.ISO_8859_1).contains(authority);
  }

  private static Trust files(Path folder) {
    return new Trust(
        folder.resolve("extra.pem"),
        folder.resolve("bundle.pem"),
        folder.resolve("java.p12"),
        TrustFiles.PASSWORD,
        folder.resolve("apt.conf"),
        folder.resolve("wgetrc"));
  }

  private static TrustFolder in(Path folder, String authority, Map<String, String> inherited)
      throws IOException {
    Trust trust = files(folder);
    List<Path> system = systems(inherited);
    writeForAll(trust.bundle(), to -> TrustFiles.writeBundle(to, system, authority));
    Path javas = javasOwn(inherited);
    writeForAll(trust.keyStore(), to -> TrustFiles.writeKeyStore(to, javas, system, authority));
    String apt = aptConfiguration(trust, inherited);
    write(trust.aptConfiguration(), to -> Files.writeString(to, apt));
    String wget = wgetConfiguration(trust, inherited);
    write(trust.wgetConfiguration(), to -> Files.writeString(to, wget));
    // Last: it tells whether the others are complete.
    Path theirs = file(inherited, "NODE_EXTRA_CA_CERTS");
    String before = theirs == null ? "" : Files.readString(theirs, StandardCharsets.ISO_8859_1);
    String extra = before + "\n" + authority;
    writeForAll(trust.authority(), to -> Files.writeString(to, extra, StandardCharsets.ISO_8859_1));
    return new TrustFolder(folder, trust);
  }

  private interface Writing {
    void to(Path file) throws IOException;
  }

  /** Readable only by the owner: the user's settings may contain secrets. */
  private static void write(Path file, Writing writing) throws IOException {
    Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "new-", ".tmp");
    try {
      writing.to(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Readable by all: a child may change its user, as apt does, and certificates are no secret. */
  private static void writeForAll(Path file, Writing writing) throws IOException {
    write(
        file,
        to -> {
          writing.to(to);
          setPermissions(to, "rw-r--r--");
        });
  }

  private static void setPermissions(Path path, String permissions) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString(permissions));
    }
  }

  private static List<Path> systems(Map<String, String> inherited) {
    Path chosen = file(inherited, "SSL_CERT_FILE");
    if (chosen != null) {
      return List.of(chosen);
    }
    return SYSTEMS.stream().map(Path::of).filter(Files::isReadable).limit(1).toList();
  }

  private static @Nullable Path file(Map<String, String> inherited, String name) {
    String value = inherited.get(name);
    return value == null || value.isEmpty() || !Files.isReadable(Path.of(value))
        ? null
        : Path.of(value);
  }

  private static @Nullable Path javasOwn(Map<String, String> inherited) {
    String home = inherited.get("JAVA_HOME");
    if (home == null || home.isEmpty()) {
      return null;
    }
    Path store = Path.of(home, "lib", "security", "cacerts");
    return Files.isReadable(store) ? store : null;
  }

  /**
   * apt reads it before its other files, which take precedence. It names no bundle that apt could
   * not read: no host would be reached at all then.
   */
  private static String aptConfiguration(Trust trust, Map<String, String> inherited)
      throws IOException {
    Path theirs = file(inherited, "APT_CONFIG");
    String before = theirs == null ? "" : Files.readString(theirs) + "\n";
    return aptCanRead(trust.bundle())
        ? before + "Acquire::https::CAInfo \"" + trust.bundle() + "\";\n"
        : before;
  }

  /** If root runs apt, another user fetches. */
  private static boolean aptCanRead(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view == null
        || !view.readAttributes().owner().getName().equals("root")
        || othersReach(file);
  }

  /** Whether other users can reach a file by its name, which may lead through symbolic links. */
  static boolean othersReach(Path file) throws IOException {
    return othersEnter(file.toAbsolutePath().getParent())
        && othersEnter(file.toRealPath().getParent());
  }

  private static boolean othersEnter(@Nullable Path folder) throws IOException {
    for (Path each = folder; each != null; each = each.getParent()) {
      if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  /** It replaces the user's own file, so it includes that. */
  private static String wgetConfiguration(Trust trust, Map<String, String> inherited)
      throws IOException {
    Path theirs = file(inherited, "WGETRC");
    String home = inherited.get("HOME");
    if (theirs == null && home != null && Files.isReadable(Path.of(home, ".wgetrc"))) {
      theirs = Path.of(home, ".wgetrc");
    }
    String before = theirs == null ? "" : Files.readString(theirs) + "\n";
    return before + "ca_certificate = " + trust.bundle() + "\n";
  }

  public Trust trust() {
    return trust;
  }

  /** Deletes the folder. */
  @Override
  public void close() {
    removeQuietly(folder);
  }

  private static void removeQuietly(Path folder) {
    try {
      remove(folder);
    } catch (IOException e) {
      // It holds no secrets, and lies where temporary files are cleared away.
    }
  }

  /**
   * Deletes a permanent folder.
   *
   * @return whether it existed
   */
  public static boolean remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return false;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return true;
  }
}
