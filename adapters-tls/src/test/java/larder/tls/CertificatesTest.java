package larder.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import larder.access.HostPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the certificates contain, and whether a verifier that we did not write accepts them. */
class CertificatesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);

  private static Scope scope(String... hosts) {
    return Scope.of(Stream.of(hosts).map(HostPattern::parse).toList());
  }

  private static SigningAuthority authority(String... hosts) {
    return SigningAuthority.create(hosts.length == 0 ? Scope.EVERYTHING : scope(hosts), NOW, YEAR);
  }

  private static X509Certificate leaf(SigningAuthority authority, String host)
      throws GeneralSecurityException {
    return new HostCertificates(authority, () -> NOW).leaf(host, NOW);
  }

  private static void verify(SigningAuthority authority, X509Certificate leaf, Instant at)
      throws GeneralSecurityException {
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509")
                .generateCertPath(List.of(leaf, authority.issuer())),
            parameters);
  }

  @Test
  void aClockThatWasSetBackNeedsAnotherCertificate() throws Exception {
    Instant[] now = {NOW.plus(Duration.ofDays(3))};
    HostCertificates hosts = new HostCertificates(authority(), () -> now[0]);
    SSLContext ahead = hosts.contextFor("a.example");
    now[0] = NOW;
    SSLContext right = hosts.contextFor("a.example");
    assertNotSame(ahead, right);
    assertSame(right, hosts.contextFor("a.example"));

    now[0] = NOW.minus(Duration.ofDays(3)); // before the authority was made
    assertThrows(GeneralSecurityException.class, () -> hosts.contextFor("a.example"));
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, 2, a.example",
    "xn--bcher-kva.example, 2, xn--bcher-kva.example",
    "192.0.2.1, 7, 192.0.2.1",
    "2001:db8::1, 7, 2001:db8:0:0:0:0:0:1"
  })
  void aHostsCertificateIsForItAlone(String host, int kind, String name) throws Exception {
    SigningAuthority authority = authority();
    X509Certificate leaf = leaf(authority, host);
    verify(authority, leaf, NOW);
    assertEquals(List.of(List.of(kind, name)), List.copyOf(leaf.getSubjectAlternativeNames()));
    assertEquals(-1, leaf.getBasicConstraints());
    assertEquals(List.of("1.3.6.1.5.5.7.3.1"), leaf.getExtendedKeyUsage());
    assertTrue(leaf.getKeyUsage()[0]);
    assertEquals(
        List.of(),
        leaf.getCriticalExtensionOIDs().stream()
            .filter(oid -> !oid.equals("2.5.29.15") && !oid.equals("2.5.29.19"))
            .toList());
  }

  @Test
  void aNameThatIsTooLongForASubjectIsStillAnAlternativeName() throws Exception {
    SigningAuthority authority = authority();
    String host = "a".repeat(60) + "." + "b".repeat(60) + ".example";
    X509Certificate leaf = leaf(authority, host);
    verify(authority, leaf, NOW);
    assertEquals(List.of(List.of(2, host)), List.copyOf(leaf.getSubjectAlternativeNames()));
  }

  @Test
  void itIsValidForDaysFromALittleAgoAndNeverLongerThanItsAuthority() throws Exception {
    SigningAuthority authority = authority();
    X509Certificate leaf = leaf(authority, "a.example");
    assertEquals(NOW.minus(Duration.ofHours(1)), leaf.getNotBefore().toInstant());
    assertEquals(NOW.plus(Duration.ofDays(7)), leaf.getNotAfter().toInstant());
    Instant late = authority.expiresAt().minus(Duration.ofDays(1));
    X509Certificate last = new HostCertificates(authority, () -> late).leaf("a.example", late);
    assertEquals(authority.expiresAt(), last.getNotAfter().toInstant());
    assertThrows(
        GeneralSecurityException.class,
        () -> new HostCertificates(authority, () -> authority.expiresAt()).contextFor("a.example"));
  }

  @Test
  void serialNumbersAreRandomAndShortEnough() throws Exception {
    SigningAuthority authority = authority();
    X509Certificate one = leaf(authority, "a.example");
    X509Certificate other = leaf(authority, "a.example");
    assertNotEquals(one.getSerialNumber(), other.getSerialNumber());
    assertTrue(one.getSerialNumber().signum() > 0 && one.getSerialNumber().bitLength() <= 159);
  }

  /** This verifier ignores the root's own constraints, but not the issuer's. */
  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "nota.example", "192.0.2.1", "2001:db8::1"})
  void whoeverStealsTheKeyIsBoundToTheScope(String host) throws Exception {
    SigningAuthority authority = authority("a.example", "*.cdn.example");
    verify(authority, leaf(authority, "a.example"), NOW);
    verify(authority, leaf(authority, "x.cdn.example"), NOW);
    KeyPair keys = Issuing.newKeys();
    X509Certificate forged =
        Issuing.leaf(
            host,
            keys.getPublic(),
            authority.issuer(),
            authority.key(),
            new Issuing.Validity(NOW, NOW.plus(YEAR)));
    assertThrows(CertPathValidatorException.class, () -> verify(authority, forged, NOW));
    assertThrows(GeneralSecurityException.class, () -> leaf(authority, host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.example", "192.0.3.1", "2001:db8::1"})
  void anAuthorityForAddressesVouchesForNoNames(String host) throws Exception {
    SigningAuthority authority = authority("192.0.2.0/24");
    verify(authority, leaf(authority, "192.0.2.77"), NOW);
    X509Certificate forged =
        Issuing.leaf(
            host,
            Issuing.newKeys().getPublic(),
            authority.issuer(),
            authority.key(),
            new Issuing.Validity(NOW, NOW.plus(YEAR)));
    assertThrows(CertPathValidatorException.class, () -> verify(authority, forged, NOW));
  }

  @Test
  void theIssuerVouchesForNoAuthority() throws Exception {
    SigningAuthority authority = authority();
    assertEquals(0, authority.issuer().getBasicConstraints());
    assertEquals(1, authority.certificate().getBasicConstraints());
  }

  @Test
  void aScopeIsWhatItsCertificateSays() {
    Scope scope = scope("a.example", ".b.example", "10.0.0.0/8", "fd00::/8");
    assertEquals(scope, SigningAuthority.create(scope, NOW, YEAR).scope());
    assertEquals(Scope.EVERYTHING, authority().scope());
    assertEquals(scope("10.0.0.0/8"), authority("10.0.0.0/8").scope());
  }

  @Test
  void aScopeCoversWhatIsWithinIt() {
    Scope scope = scope("a.example", "10.0.0.0/8");
    assertTrue(scope.covers(scope("x.a.example", "10.1.0.0/16")));
    assertTrue(Scope.EVERYTHING.covers(scope));
    for (Scope other :
        List.of(Scope.EVERYTHING, scope("b.example"), scope("ba.example"), scope("0.0.0.0/0"))) {
      assertTrue(!scope.covers(other), other::toString);
    }
    assertThrows(IllegalArgumentException.class, () -> scope("*"));
    assertThrows(IllegalArgumentException.class, CertificatesTest::scope);
  }

  @Test
  void aCertificateIsMadeOnceAndAnewBeforeItExpires() throws Exception {
    SigningAuthority authority = authority();
    Instant[] now = {NOW};
    HostCertificates hosts = new HostCertificates(authority, () -> now[0]);
    SSLContext first = hosts.contextFor("a.example");
    assertSame(first, hosts.contextFor("a.example"));
    assertNotSame(first, hosts.contextFor("b.example"));
    now[0] = NOW.plus(Duration.ofDays(5));
    assertSame(first, hosts.contextFor("a.example"));
    now[0] = NOW.plus(Duration.ofDays(6).plusSeconds(1));
    assertNotSame(first, hosts.contextFor("a.example"));
  }

  @Test
  void theOnesUsedLastAreKept() throws Exception {
    HostCertificates hosts = new HostCertificates(authority(), () -> NOW);
    SSLContext first = hosts.contextFor("first.example");
    for (int i = 0; i < 1100; i++) {
      hosts.contextFor("h" + i + ".example");
      if (i == 500) {
        assertSame(first, hosts.contextFor("first.example"));
      }
    }
    assertSame(first, hosts.contextFor("first.example"));
    SSLContext second = hosts.contextFor("h1.example");
    assertSame(second, hosts.contextFor("h1.example"));
  }
}
