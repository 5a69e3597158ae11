package larder.app;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of an origin's own, and what it vouches for, rightly or not. */
final class OriginAuthority {
  private static final Duration DAY = Duration.ofDays(1);
  private static final char[] PASSWORD = "password".toCharArray();

  private final Instant now = Instant.now();
  private final String name = "CN=Origins " + System.nanoTime();
  private final KeyPair keys = newKeys();
  private final X509Certificate certificate;

  OriginAuthority() throws Exception {
    JcaX509v3CertificateBuilder builder = builder(name, name, keys, now.minus(DAY), now.plus(DAY));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    certificate = signed(builder, keys);
  }

  static KeyPair newKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      String issuer, String subject, KeyPair keys, Instant from, Instant until) {
    return new JcaX509v3CertificateBuilder(
        new X500Name(issuer),
        BigInteger.valueOf(System.nanoTime()),
        Date.from(from),
        Date.from(until),
        new X500Name(subject),
        keys.getPublic());
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair by)
      throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
  }

  /** In a file, to be trusted. */
  Path file(Path folder) throws Exception {
    return Files.writeString(
        folder.resolve("origins.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  /** What is good for those hosts. */
  SSLContext vouchingFor(String... hosts) throws Exception {
    return vouching(now.minus(DAY), now.plus(DAY), false, hosts);
  }

  SSLContext expired(String host) throws Exception {
    return vouching(now.minus(DAY.multipliedBy(2)), now.minus(DAY), false, host);
  }

  SSLContext notYetValid(String host) throws Exception {
    return vouching(now.plus(DAY), now.plus(DAY.multipliedBy(2)), false, host);
  }

  /** One that says where to ask whether it was revoked, where nobody answers. */
  SSLContext revocable(String host) throws Exception {
    return vouching(now.minus(DAY), now.plus(DAY), true, host);
  }

  /** One that vouches for itself. */
  static SSLContext selfSigned(String host) throws Exception {
    Instant now = Instant.now();
    KeyPair own = newKeys();
    JcaX509v3CertificateBuilder builder =
        builder("CN=it", "CN=it", own, now.minus(DAY), now.plus(DAY));
    builder.addExtension(Extension.subjectAlternativeName, false, names(host));
    return context(own, signed(builder, own));
  }

  private SSLContext vouching(Instant from, Instant until, boolean revocable, String... hosts)
      throws Exception {
    KeyPair own = newKeys();
    JcaX509v3CertificateBuilder builder = builder(name, "CN=it", own, from, until);
    builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
    if (revocable) {
      GeneralName list =
          new GeneralName(GeneralName.uniformResourceIdentifier, "http://127.0.0.1:9/list");
      builder.addExtension(
          Extension.cRLDistributionPoints,
          false,
          new CRLDistPoint(
              new DistributionPoint[] {
                new DistributionPoint(new DistributionPointName(new GeneralNames(list)), null, null)
              }));
    }
    return context(own, signed(builder, keys), certificate);
  }

  private static GeneralNames names(String... hosts) {
    GeneralName[] names = new GeneralName[hosts.length];
    for (int i = 0; i < hosts.length; i++) {
      boolean address = Character.isDigit(hosts[i].charAt(0)) || hosts[i].indexOf(':') >= 0;
      names[i] = new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, hosts[i]);
    }
    return new GeneralNames(names);
  }

  private static SSLContext context(KeyPair keys, X509Certificate... chain) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("it", keys.getPrivate(), PASSWORD, chain);
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    return context;
  }

  /** For a client that trusts that certificate, and nothing else. */
  static SSLContext trusting(X509Certificate trusted) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("it", trusted);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  X509Certificate certificate() {
    return certificate;
  }
}
