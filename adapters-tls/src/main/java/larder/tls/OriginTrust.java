package larder.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Determines which authorities are trusted for origins. */
public final class OriginTrust {
  private OriginTrust() {}

  /**
   * Supplies a TLS context that trusts those authorities. It is created on the first call, because
   * reading a usual set of certificates takes as long as the rest of a start. If that fails, the
   * call throws {@link UncheckedIOException}, and the next call tries again.
   *
   * @param instead files, or folders of files, whose authorities replace Java's; empty: Java's own
   * @param added files whose authorities are trusted as well; read now, because there are few
   * @param keys asked when an origin wants a certificate
   * @throws IOException if a file cannot be used, as far as a quick check shows; the message is a
   *     sentence that names the file
   */
  public static Supplier<SSLContext> of(List<Path> instead, List<Path> added, KeyManager keys)
      throws IOException {
    for (Path path : instead) {
      lookAt(path);
    }
    List<X509Certificate> few = new ArrayList<>();
    for (Path file : added) {
      few.addAll(inFile(file));
    }
    return new Made(instead, few, keys);
  }

  private static void lookAt(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      files(path);
    } else if (!Pem.mayHaveCertificates(text(path))) {
      throw noneIn(path);
    }
  }

  private static final class Made implements Supplier<SSLContext> {
    private final List<Path> instead;
    private final List<X509Certificate> added;
    private final KeyManager keys;
    private volatile @Nullable SSLContext made;

    private Made(List<Path> instead, List<X509Certificate> added, KeyManager keys) {
      this.instead = instead;
      this.added = added;
      this.keys = keys;
    }

    @Override
    public SSLContext get() {
      SSLContext known = made;
      return known == null ? make() : known;
    }

    private synchronized SSLContext make() {
      SSLContext known = made;
      if (known == null) {
        try {
          known = context(instead, added, keys);
        } catch (IOException e) {
          throw new UncheckedIOException(e.getMessage(), e);
        }
        made = known;
      }
      return known;
    }
  }

  private static SSLContext context(
      List<Path> instead, List<X509Certificate> added, KeyManager keys) throws IOException {
    X25519Provider.install();
    try {
      Set<X509Certificate> trusted = new LinkedHashSet<>();
      if (instead.isEmpty()) {
        trusted.addAll(javasOwn());
      }
      for (Path path : instead) {
        trusted.addAll(Files.isDirectory(path) ? inFolder(path) : inFile(path));
      }
      trusted.addAll(added);
      boolean asUsual = instead.isEmpty() && added.isEmpty();
      X509ExtendedTrustManager manager = manager(asUsual ? null : keyStore(trusted));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {keys}, new TrustManager[] {new StapledTrust(manager, trusted)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("The trusted authorities cannot be used (" + e.getMessage() + ")", e);
    }
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("This Java trusts nobody");
  }

  /** The authorities that Java trusts by default. */
  static List<X509Certificate> javasOwn() throws GeneralSecurityException {
    return List.of(manager(null).getAcceptedIssuers());
  }

  /** Creates a key store in memory, without a password. */
  static KeyStore keyStore(Set<X509Certificate> trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (X509Certificate each : trusted) {
      store.setCertificateEntry("authority-" + number++, each);
    }
    return store;
  }

  static List<X509Certificate> inFile(Path file) throws IOException {
    try {
      List<X509Certificate> found = Pem.certificates(text(file));
      if (found.isEmpty()) {
        throw noneIn(file);
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds a certificate that cannot be read", e);
    }
  }

  private static IOException noneIn(Path file) {
    return new IOException(file + " holds no certificate: a PEM file is expected");
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static IOException unreadable(Path path, IOException e) {
    String why = e instanceof NoSuchFileException ? "is not there" : "cannot be read";
    return new IOException(path + " " + why + ": it is to name those who vouch for origins", e);
  }

  /** Ignores files without a certificate, because such folders hold other files, too. */
  private static List<X509Certificate> inFolder(Path folder) throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    for (Path file : files(folder)) {
      try {
        found.addAll(inFile(file));
      } catch (IOException e) {
        // Not a certificate.
      }
    }
    return found;
  }
}
