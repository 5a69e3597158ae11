package larder.app.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of certificates and keys: those that can be used, and what is said about the others. */
class ServerCertificateTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir private Path folder;
  private Path certificateFile;
  private Path keyFile;
  private KeyPair keys;
  private X509Certificate certificate;

  @BeforeEach
  void make() throws Exception {
    certificateFile = folder.resolve("certificate.pem");
    keyFile = folder.resolve("key.pem");
    keys = Pem.keys("EC");
    certificate = Pem.certificate(keys, Pem.FIRST, Pem.LAST);
    Pem.write(certificateFile, certificate);
    Pem.write(keyFile, keys.getPrivate());
  }

  private ServerCertificate read() throws IOException {
    return ServerCertificate.of(certificateFile, keyFile, InstantSource.fixed(NOW));
  }

  private String refusal() {
    return String.valueOf(assertThrows(IOException.class, this::read).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void keysOfAllKindsAreReadInAllForms(String algorithm) throws Exception {
    KeyPair pair = Pem.keys(algorithm);
    Pem.write(certificateFile, Pem.certificate(pair, Pem.FIRST, Pem.LAST));
    Pem.write(keyFile, new JcaPKCS8Generator(pair.getPrivate(), null));
    assertNull(read().problem());
    if (!algorithm.equals("Ed25519")) {
      Pem.write(keyFile, pair.getPrivate());
      assertTrue(Files.readString(keyFile).startsWith("-----BEGIN " + algorithm + " PRIVATE KEY"));
      assertNull(read().problem());
    }
  }

  @Test
  void oneFileMayHoldAll() throws Exception {
    X509Certificate other = Pem.certificate(Pem.keys("EC"), Pem.FIRST, Pem.LAST);
    String parameters =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    Files.writeString(
        certificateFile,
        "a comment\n" + parameters + Pem.text(keys.getPrivate(), certificate, other));
    Identity identity = Identity.read(certificateFile, certificateFile);
    assertEquals(2, identity.chain().size());
    assertEquals(certificate, identity.chain().getFirst());
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    Files.delete(keyFile);
    assertEquals("There is no file " + keyFile, refusal());
    Files.writeString(keyFile, "");
    assertEquals(
        keyFile + " holds no private key: name the file that does with --tls-key", refusal());
    Files.writeString(certificateFile, "");
    assertTrue(refusal().startsWith(certificateFile + " holds no certificate"));
    Files.delete(certificateFile);
    Files.createDirectory(certificateFile);
    assertTrue(refusal().startsWith(certificateFile.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n", "-----BEGIN "})
  void whatIsNoPemFileIsNamed(String text) throws Exception {
    Files.writeString(certificateFile, text);
    assertTrue(refusal().startsWith(certificateFile.toString()), this::refusal);
    Files.write(certificateFile, Base64.getDecoder().decode("MAA="));
    assertTrue(refusal().startsWith(certificateFile.toString()), this::refusal);
  }

  @Test
  void aFileThatIsNoneOfItsKindIsNotReadWhole() throws Exception {
    Files.writeString(certificateFile, "x".repeat(2 << 20), ISO_8859_1);
    assertEquals(certificateFile + " is too large for a PEM file", refusal());
  }

  @Test
  void aKeyOfAnotherCertificateIsNoticed() throws Exception {
    for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
      Pem.write(keyFile, new JcaPKCS8Generator(Pem.keys(algorithm).getPrivate(), null));
      assertEquals(
          "The key in " + keyFile + " is not that of the first certificate in " + certificateFile,
          refusal());
    }
  }

  @Test
  void anEncryptedKeyIsNoticed() throws Exception {
    var encryptor =
        new JceOpenSSLPKCS8EncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
            .setProvider(new BouncyCastleProvider())
            .setPassword("secret".toCharArray())
            .build();
    Pem.write(keyFile, new JcaPKCS8Generator(keys.getPrivate(), encryptor));
    assertTrue(refusal().startsWith("The key in " + keyFile + " is encrypted"), this::refusal);
  }

  @Test
  void aCertificateThatIsNotValidNowIsUsedAndTold() throws Exception {
    Pem.write(certificateFile, Pem.certificate(keys, Pem.FIRST, NOW.minusSeconds(1)));
    assertEquals(
        "the certificate in "
            + certificateFile
            + " has expired: it was valid until 2026-05-31T23:59:59Z",
        read().problem());
    Pem.write(certificateFile, Pem.certificate(keys, NOW.plusSeconds(1), Pem.LAST));
    assertEquals(
        "the certificate in " + certificateFile + " is not valid before 2026-06-01T00:00:01Z",
        read().problem());
  }

  @Test
  void readAnewTheNewOneCountsUnlessItCannotBeUsed() throws Exception {
    ServerCertificate served = read();
    SSLContext first = served.current();
    Pem.write(keyFile, Pem.keys("EC").getPrivate());
    served.reload();
    assertSame(first, served.current());
    Pem.write(keyFile, keys.getPrivate());
    served.reload();
    assertNotSame(first, served.current());
  }
}
