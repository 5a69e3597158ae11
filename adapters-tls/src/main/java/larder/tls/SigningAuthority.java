package larder.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * An authority that signs for hosts within its scope. Clients trust its root, whose key exists only
 * until it has signed one issuer, and is then discarded. The issuer's key signs the certificates of
 * hosts, and is bound to the same scope.
 */
public final class SigningAuthority {
  /** Tolerates clocks that disagree a little. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  private final X509Certificate root;
  private final X509Certificate issuer;
  private final PrivateKey key;
  private final Scope scope;

  SigningAuthority(X509Certificate root, X509Certificate issuer, PrivateKey key) {
    this.root = root;
    this.issuer = issuer;
    this.key = key;
    this.scope = Constraints.of(issuer);
  }

  /** Creates an authority in memory. */
  public static SigningAuthority create(Scope scope, Instant now, Duration lifetime) {
    try {
      String word = Issuing.randomWord();
      Issuing.Validity validity = new Issuing.Validity(now.minus(BACKDATED), now.plus(lifetime));
      KeyPair rootKeys = Issuing.newKeys();
      X509Certificate root = Issuing.root("Larder authority " + word, rootKeys, scope, validity);
      KeyPair keys = Issuing.newKeys();
      X509Certificate issuer =
          Issuing.issuer(
              "Larder issuer " + word, keys.getPublic(), root, rootKeys.getPrivate(), scope);
      return new SigningAuthority(root, issuer, keys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java makes no certificates", e);
    }
  }

  /** The certificate that clients must trust to accept the hosts' certificates. */
  public X509Certificate certificate() {
    return root;
  }

  /** The same certificate as text (RFC 7468). */
  public String pem() {
    return Pem.of(root);
  }

  /**
   * The SHA-256 fingerprint of the certificate, in pairs of hexadecimal digits, for people to
   * compare.
   */
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(root.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  public Scope scope() {
    return scope;
  }

  /** Before that it signs for no host: the clock has been set back since it was made. */
  public Instant validFrom() {
    return issuer.getNotBefore().toInstant();
  }

  /** When it expires; after that it signs for no host. */
  public Instant expiresAt() {
    return issuer.getNotAfter().toInstant();
  }

  X509Certificate issuer() {
    return issuer;
  }

  PrivateKey key() {
    return key;
  }
}
