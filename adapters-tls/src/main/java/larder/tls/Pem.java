package larder.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads and writes certificates and keys as text (RFC 7468). */
final class Pem {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";

  private Pem() {}

  static String of(X509Certificate certificate) {
    try {
      return text(CERTIFICATE, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that cannot be written down", e);
    }
  }

  static String of(PrivateKey key) {
    return text(KEY, key.getEncoded());
  }

  private static String text(String label, byte[] bytes) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + LINES.encodeToString(bytes)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** All certificates in a text; ignores the text between them. */
  static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
    StringBuilder blocks = new StringBuilder();
    for (String block : blocks(text, CERTIFICATE)) {
      blocks.append(block).append('\n');
    }
    List<X509Certificate> certificates = new ArrayList<>();
    if (!blocks.isEmpty()) {
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(
                      blocks.toString().getBytes(StandardCharsets.US_ASCII)))) {
        certificates.add((X509Certificate) each);
      }
    }
    return certificates;
  }

  /** Whether the text seems to have certificates; does not parse them. */
  static boolean mayHaveCertificates(String text) {
    int at = text.indexOf(begin(CERTIFICATE));
    return at >= 0 && text.indexOf(end(CERTIFICATE), at) >= 0;
  }

  private static List<String> blocks(String text, String label) {
    String begin = begin(label);
    String end = end(label);
    List<String> blocks = new ArrayList<>();
    for (int at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) {
      int stop = text.indexOf(end, at);
      if (stop < 0) {
        break;
      }
      blocks.add(text.substring(at, stop + end.length()));
    }
    return blocks;
  }

  private static String begin(String label) {
    return "-----BEGIN " + label + "-----";
  }

  private static String end(String label) {
    return "-----END " + label + "-----";
  }

  /** Reads an elliptic-curve key. */
  static PrivateKey key(String text) throws GeneralSecurityException {
    List<String> blocks = blocks(text, KEY);
    if (blocks.size() != 1) {
      throw new GeneralSecurityException("There is not exactly one key");
    }
    String digits = blocks.getFirst().replaceAll("-----[A-Z ]+-----", "");
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(digits)));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("The key is no Base64", e);
    }
  }
}
