package larder.tls;

import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import larder.http.IpAddress;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Creates our three kinds of certificates, all with P-256 keys. */
final class Issuing {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LONGEST_COMMON_NAME = 64;

  private Issuing() {}

  /** The first and the last moment at which a certificate is valid. */
  record Validity(Instant from, Instant until) {}

  static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** Eight random hexadecimal digits, to tell authorities apart. */
  static String randomWord() {
    return String.format("%08x", RANDOM.nextInt());
  }

  /** Creates the root certificate, which clients trust; it is self-signed. */
  static X509Certificate root(String name, KeyPair keys, Scope scope, Validity validity)
      throws GeneralSecurityException {
    return authority(name, keys.getPublic(), name, keys, scope, validity, 1);
  }

  /**
   * Creates the issuer's certificate, signed by the root; the issuer signs certificates of hosts.
   */
  static X509Certificate issuer(
      String name, PublicKey key, X509Certificate root, PrivateKey rootKey, Scope scope)
      throws GeneralSecurityException {
    KeyPair signing = new KeyPair(root.getPublicKey(), rootKey);
    Validity validity =
        new Validity(root.getNotBefore().toInstant(), root.getNotAfter().toInstant());
    return authority(name, key, commonName(root), signing, scope, validity, 0);
  }

  private static X509Certificate authority(
      String name,
      PublicKey key,
      String issuer,
      KeyPair signing,
      Scope scope,
      Validity validity,
      int authoritiesBelow)
      throws GeneralSecurityException {
    try {
      JcaX509v3CertificateBuilder builder =
          builder(distinguished(issuer), signing.getPublic(), validity, distinguished(name), key);
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(authoritiesBelow));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      if (authoritiesBelow == 0) {
        builder.addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      }
      if (!scope.everything()) {
        builder.addExtension(Extension.nameConstraints, true, Constraints.of(scope));
      }
      return signed(builder, signing.getPrivate());
    } catch (CertIOException e) {
      throw new GeneralSecurityException("A certificate that cannot be written down", e);
    }
  }

  /**
   * Creates the certificate of a host.
   *
   * @param host a name, or an address without brackets
   */
  static X509Certificate leaf(
      String host, PublicKey key, X509Certificate issuer, PrivateKey issuerKey, Validity validity)
      throws GeneralSecurityException {
    try {
      JcaX509v3CertificateBuilder builder =
          builder(
              distinguished(commonName(issuer)),
              issuer.getPublicKey(),
              validity,
              distinguished(host.length() <= LONGEST_COMMON_NAME ? host : "host"),
              key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name(host)));
      return signed(builder, issuerKey);
    } catch (CertIOException e) {
      throw new GeneralSecurityException("A certificate that cannot be written down", e);
    }
  }

  private static GeneralName name(String host) {
    return IpAddress.parse(host) == null
        ? new GeneralName(GeneralName.dNSName, host)
        : new GeneralName(
            GeneralName.iPAddress, new DEROctetString(InetAddress.ofLiteral(host).getAddress()));
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, PublicKey issuerKey, Validity validity, X500Name subject, PublicKey key)
      throws GeneralSecurityException, CertIOException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(127, RANDOM).setBit(126), // positive, at most 20 bytes (4.1.2.2)
            Date.from(validity.from()),
            Date.from(validity.until()),
            subject,
            key);
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        identifiers.createAuthorityKeyIdentifier(issuerKey));
    return builder;
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("This Java does not sign with ECDSA", e);
    }
  }

  private static X500Name distinguished(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }

  private static String commonName(X509Certificate certificate) {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
        .getRDNs(BCStyle.CN)[0]
        .getFirst()
        .getValue()
        .toString();
  }
}
