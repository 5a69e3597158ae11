package larder.app.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import larder.tls.X25519Provider;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its key.
 *
 * @param chain the certificate, and then its issuers
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {
  Identity {
    chain = List.copyOf(chain);
  }

  /**
   * @throws IOException if the files cannot be used; the message is a sentence that names them
   */
  static Identity read(Path certificateFile, Path keyFile) throws IOException {
    PemFile file = PemFile.read(certificateFile);
    List<X509Certificate> chain = file.certificates();
    if (chain.isEmpty()) {
      throw new IOException(
          certificateFile + " holds no certificate: a PEM file is expected, the proxy's own first");
    }
    PrivateKey key = keyFile.equals(certificateFile) ? file.key() : PemFile.read(keyFile).key();
    if (key == null) {
      throw new IOException(
          keyFile + " holds no private key: name the file that does with --tls-key");
    }
    if (!belongTogether(key, chain.getFirst().getPublicKey())) {
      throw new IOException(
          "The key in " + keyFile + " is not that of the first certificate in " + certificateFile);
    }
    return new Identity(chain, key);
  }

  /** Whether the public key verifies what the private key signs. */
  private static boolean belongTogether(PrivateKey key, PublicKey known) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(known);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** What is wrong with the certificate at that time; null if nothing is. */
  @Nullable String problem(Instant now) {
    Instant first = chain.getFirst().getNotBefore().toInstant();
    Instant last = chain.getFirst().getNotAfter().toInstant();
    if (now.isAfter(last)) {
      return "has expired: it was valid until " + last;
    }
    return now.isBefore(first) ? "is not valid before " + first : null;
  }

  SSLContext context() throws GeneralSecurityException, IOException {
    X25519Provider.install();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    char[] none = {};
    keys.setKeyEntry("proxy", key, none, chain.toArray(new Certificate[0]));
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, none);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
