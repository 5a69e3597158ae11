package larder.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Creates certificates of hosts on demand, and keeps a bounded number in memory, the most recently
 * used. They are valid for days, and share one key that lives as long as this object. Safe for all
 * threads.
 */
public final class HostCertificates {
  private static final int MOST = 1000;
  private static final Duration LIFETIME = Duration.ofDays(7);

  /** A certificate with less validity left than this is replaced. */
  private static final Duration RENEWED = Duration.ofDays(1);

  /** Tolerates clocks that disagree a little. */
  private static final Duration BACKDATED = Duration.ofHours(1);

  private final SigningAuthority authority;
  private final InstantSource clock;
  private final KeyPair keys;
  private final Map<String, Made> made =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Made> eldest) {
          return size() > MOST;
        }
      };

  private record Made(SSLContext context, Instant from, Instant renewedAt) {
    /** The clock may have been set back since. */
    boolean isValid(Instant now) {
      return !now.isBefore(from) && now.isBefore(renewedAt);
    }
  }

  public HostCertificates(SigningAuthority authority, InstantSource clock) {
    this.authority = authority;
    this.clock = clock;
    X25519Provider.install();
    try {
      this.keys = Issuing.newKeys();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java makes no keys", e);
    }
  }

  /**
   * A context that shows the certificate of the host.
   *
   * @param host a name in lower case, or an address without brackets
   * @throws GeneralSecurityException if the host is outside the authority's scope, or the authority
   *     has expired or is not valid yet
   */
  public SSLContext contextFor(String host) throws GeneralSecurityException {
    Instant now = clock.instant();
    Made there = kept(host);
    if (there != null && there.isValid(now)) {
      return there.context;
    }
    X509Certificate leaf = leaf(host, now);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {
          new OneKey(keys.getPrivate(), new X509Certificate[] {leaf, authority.issuer()})
        },
        new TrustManager[0], // no client is asked for a certificate
        null);
    Instant renewedAt = leaf.getNotAfter().toInstant().minus(RENEWED);
    keep(host, new Made(context, leaf.getNotBefore().toInstant(), renewedAt));
    return context;
  }

  private synchronized @Nullable Made kept(String host) {
    return made.get(host);
  }

  private synchronized void keep(String host, Made one) {
    made.put(host, one);
  }

  X509Certificate leaf(String host, Instant now) throws GeneralSecurityException {
    if (!authority.scope().includes(host)) {
      throw new GeneralSecurityException("The authority does not vouch for " + host);
    }
    Instant end = authority.expiresAt();
    if (!now.isBefore(end)) {
      throw new GeneralSecurityException("The authority has expired: larder ca rotate");
    }
    Instant start = authority.validFrom();
    if (now.isBefore(start)) {
      throw new GeneralSecurityException("The authority is not valid before " + start);
    }
    Instant from = later(start, now.minus(BACKDATED));
    Instant until = now.plus(LIFETIME);
    return Issuing.leaf(
        host,
        keys.getPublic(),
        authority.issuer(),
        authority.key(),
        new Issuing.Validity(from, until.isBefore(end) ? until : end));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
