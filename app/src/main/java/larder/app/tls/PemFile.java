package larder.app.tls;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a PEM file: certificates in their order, and a private key in PKCS #8, PKCS #1 or
 * SEC 1 format.
 */
record PemFile(List<X509Certificate> certificates, @Nullable PrivateKey key) {
  /** A larger file is no file of certificates. */
  private static final long LARGEST = 1 << 20;

  PemFile {
    certificates = List.copyOf(certificates);
  }

  /**
   * @throws IOException if it cannot be used; the message is a sentence that names the file
   */
  static PemFile read(Path file) throws IOException {
    try (Reader text = open(file);
        PEMParser parser = new PEMParser(text)) {
      List<X509Certificate> certificates = new ArrayList<>();
      PrivateKey key = null;
      for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
        switch (each) {
          case X509CertificateHolder certificate ->
              certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
          case PrivateKeyInfo info -> key = key(info);
          case PEMKeyPair pair -> key = key(pair.getPrivateKeyInfo());
          case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ -> throw encrypted(file);
          default -> {} // such as curve parameters, which the key contains, too
        }
      }
      return new PemFile(certificates, key);
    } catch (ReadingException e) {
      throw e;
    } catch (CertificateException | IllegalArgumentException | IOException e) {
      throw new ReadingException(file + " is not a PEM file that can be read", e);
    }
  }

  private static PrivateKey key(PrivateKeyInfo info) throws IOException {
    return new JcaPEMKeyConverter().getPrivateKey(info);
  }

  private static Reader open(Path file) throws IOException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new ReadingException(file + " is too large for a PEM file", null);
      }
      return Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new ReadingException("There is no file " + file, e);
    } catch (ReadingException e) {
      throw e;
    } catch (IOException e) {
      throw new ReadingException(file + " cannot be read", e);
    }
  }

  private static ReadingException encrypted(Path file) {
    return new ReadingException(
        "The key in " + file + " is encrypted: take its password off (openssl pkey -in FILE)",
        null);
  }

  /** Its message is a sentence for users. */
  private static final class ReadingException extends IOException {
    private static final long serialVersionUID = 1L;

    ReadingException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
