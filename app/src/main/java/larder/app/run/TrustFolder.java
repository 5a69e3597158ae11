package larder.app.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import larder.tls.TrustFiles;
import org.jspecify.annotations.Nullable;

/** The files by which children trust an authority. */
public final class TrustFolder implements AutoCloseable {
  /** Where systems keep the authorities that all programs trust; the first that is there counts. */
  private static final List<String> SYSTEMS =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "/etc/ssl/cert.pem");

  private final Path folder;
  private final Trust trust;

  private TrustFolder(Path folder, Trust trust) {
    this.folder = folder;
    this.trust = trust;
  }

  /**
   * Writes them into a folder that is made for them.
   *
   * @param authority its certificate (PEM)
   * @param inherited what the user has set for the same purpose is continued
   * @throws IOException if that cannot be
   */
  public static TrustFolder temporary(String authority, Map<String, String> inherited)
      throws IOException {
    return in(Files.createTempDirectory("larder-run-"), authority, inherited);
  }

  /** The same in a folder that stays. */
  public static TrustFolder in(Path folder, String authority, Map<String, String> inherited)
      throws IOException {
    Trust trust =
        new Trust(
            folder.resolve("extra.pem"),
            folder.resolve("bundle.pem"),
            folder.resolve("java.p12"),
            TrustFiles.PASSWORD,
            folder.resolve("apt.conf"),
            folder.resolve("wgetrc"));
    Path theirs = file(inherited, "NODE_EXTRA_CA_CERTS");
    String extra = theirs == null ? "" : Files.readString(theirs, StandardCharsets.ISO_8859_1);
    Files.writeString(trust.authority(), extra + "\n" + authority, StandardCharsets.ISO_8859_1);
    List<Path> system = systems(inherited);
    TrustFiles.writeBundle(trust.bundle(), system, authority);
    TrustFiles.writeKeyStore(trust.keyStore(), javasOwn(inherited), system, authority);
    Files.writeString(trust.aptConfiguration(), aptConfiguration(trust, inherited));
    Files.writeString(trust.wgetConfiguration(), wgetConfiguration(trust, inherited));
    return new TrustFolder(folder, trust);
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

  /** Read before the other files of apt, which have the last word. */
  private static String aptConfiguration(Trust trust, Map<String, String> inherited)
      throws IOException {
    Path theirs = file(inherited, "APT_CONFIG");
    String before = theirs == null ? "" : Files.readString(theirs) + "\n";
    return before + "Acquire::https::CAInfo \"" + trust.bundle() + "\";\n";
  }

  /** In the place of the user's own, so with what that says. */
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

  /** Takes the folder away. */
  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // It holds no secrets, and lies where such things are cleared away.
    }
  }
}
