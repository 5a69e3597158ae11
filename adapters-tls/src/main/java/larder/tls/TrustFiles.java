package larder.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes files that make programs trust our authority in addition to those that they trust by
 * default.
 */
public final class TrustFiles {
  /** The default password of Java's trust store; not a secret, but the store needs one. */
  public static final String PASSWORD = "changeit";

  private TrustFiles() {}

  /**
   * Writes a bundle: the contents of the PEM files, then the authority.
   *
   * @param others files with the authorities to trust besides ours; if there are none, Java's own
   *     are written
   * @param authority its certificate (PEM)
   */
  public static void writeBundle(Path file, List<Path> others, String authority)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path other : others) {
      text.append(Files.readString(other, StandardCharsets.ISO_8859_1)).append('\n');
    }
    if (others.isEmpty()) {
      try {
        for (X509Certificate each : OriginTrust.javasOwn()) {
          text.append(Pem.of(each));
        }
      } catch (GeneralSecurityException e) {
        throw new IOException("Java's authorities cannot be read", e);
      }
    }
    text.append(authority);
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }

  /**
   * Writes a key store (PKCS12) with Java's authorities, those in the files, and ours.
   *
   * @param javasOwn the store of the Java that will read the file, whose authorities are added to
   *     those of this Java; null: only those of this Java
   * @param authority its certificate (PEM)
   */
  public static void writeKeyStore(
      Path file, @Nullable Path javasOwn, List<Path> others, String authority) throws IOException {
    try {
      Set<X509Certificate> trusted = new LinkedHashSet<>(OriginTrust.javasOwn());
      if (javasOwn != null) {
        KeyStore store = KeyStore.getInstance(javasOwn.toFile(), PASSWORD.toCharArray());
        for (String alias : Collections.list(store.aliases())) {
          Certificate each = store.getCertificate(alias);
          if (each instanceof X509Certificate certificate) {
            trusted.add(certificate);
          }
        }
      }
      for (Path other : others) {
        trusted.addAll(OriginTrust.inFile(other));
      }
      trusted.addAll(Pem.certificates(authority));
      try (OutputStream out = Files.newOutputStream(file)) {
        OriginTrust.keyStore(trusted).store(out, PASSWORD.toCharArray());
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("A key store for Java cannot be written (" + e.getMessage() + ")", e);
    }
  }
}
