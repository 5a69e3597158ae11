package larder.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** Who is trusted to vouch for origins. */
public final class OriginTrust {
  private OriginTrust() {}

  /**
   * A context that trusts those authorities, and shows no certificate of its own.
   *
   * @param instead files, or folders of files, whose authorities take the place of Java's; empty:
   *     Java's own
   * @param added files whose authorities are trusted, too
   * @param keys asked when an origin wants a certificate
   * @throws IOException if a file cannot be used; the message is a sentence that names it
   */
  public static SSLContext context(List<Path> instead, List<Path> added, KeyManager keys)
      throws IOException {
    X25519Provider.install();
    try {
      Set<X509Certificate> trusted = new LinkedHashSet<>();
      if (instead.isEmpty()) {
        trusted.addAll(javasOwn());
      }
      for (Path path : instead) {
        trusted.addAll(Files.isDirectory(path) ? inFolder(path) : inFile(path));
      }
      for (Path file : added) {
        trusted.addAll(inFile(file));
      }
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

  /**
   * A context that trusts whom Java trusts by itself, made when somebody asks for it first: to read
   * all those certificates takes as long as the rest of a start.
   *
   * @param keys asked when an origin wants a certificate
   */
  public static Supplier<SSLContext> javasOwn(KeyManager keys) {
    return new JavasOwn(keys);
  }

  private static final class JavasOwn implements Supplier<SSLContext> {
    private final KeyManager keys;
    private volatile @Nullable SSLContext made;

    private JavasOwn(KeyManager keys) {
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
          known = context(List.of(), List.of(), keys);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        made = known;
      }
      return known;
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

  /** Whom Java trusts by itself. */
  static List<X509Certificate> javasOwn() throws GeneralSecurityException {
    return List.of(manager(null).getAcceptedIssuers());
  }

  /** In memory, without a password. */
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
      List<X509Certificate> found =
          Pem.certificates(Files.readString(file, StandardCharsets.ISO_8859_1));
      if (found.isEmpty()) {
        throw new IOException(file + " holds no certificate: a PEM file is expected");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds a certificate that cannot be read", e);
    }
  }

  /** What is no certificate there is left out: such folders hold other things too. */
  private static List<X509Certificate> inFolder(Path folder) throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try {
          found.addAll(inFile(file));
        } catch (IOException e) {
          // Not one.
        }
      }
    }
    return found;
  }
}
