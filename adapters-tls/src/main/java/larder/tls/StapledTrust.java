package larder.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Checks certificates with another trust manager, and then the revocation status that an origin
 * sends with its certificate (RFC 6066, section 8). Asks no third party for the status.
 */
final class StapledTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager usual;
  private final Set<TrustAnchor> anchors;

  StapledTrust(X509ExtendedTrustManager usual, Set<X509Certificate> trusted) {
    this.usual = usual;
    this.anchors =
        trusted.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    usual.checkServerTrusted(chain, authType, engine);
    if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      List<byte[]> stapled = session.getStatusResponses();
      if (!stapled.isEmpty() && stapled.getFirst().length > 0) {
        checkStapled(chain, stapled.getFirst());
      }
    }
  }

  /**
   * Throws if the status says that the certificate was revoked. A status that is invalid or not
   * trusted is ignored.
   */
  void checkStapled(X509Certificate[] chain, byte[] response) throws CertificateException {
    try {
      CertPathBuilder builder = CertPathBuilder.getInstance("PKIX");
      PKIXRevocationChecker checker = (PKIXRevocationChecker) builder.getRevocationChecker();
      checker.setOptions(
          EnumSet.of(
              PKIXRevocationChecker.Option.ONLY_END_ENTITY,
              PKIXRevocationChecker.Option.NO_FALLBACK));
      checker.setOcspResponses(Map.of(chain[0], response));
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(chain[0]);
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(chain))));
      parameters.addCertPathChecker(checker);
      builder.build(parameters);
    } catch (GeneralSecurityException e) {
      if (isRevoked(e)) {
        throw new CertificateException("The certificate was revoked", e);
      }
    }
  }

  private static boolean isRevoked(Throwable e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof CertificateRevokedException
          || (each instanceof CertPathValidatorException invalid
              && invalid.getReason() == CertPathValidatorException.BasicReason.REVOKED)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    usual.checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    usual.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("No client is asked for a certificate");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("No client is asked for a certificate");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("No client is asked for a certificate");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return usual.getAcceptedIssuers();
  }
}
