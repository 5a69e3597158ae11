package larder.socket.origin;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A key manager without certificates that remembers which TLS connections were asked for one; if
 * such a connection fails, the missing certificate is taken to be the reason. Safe for all threads.
 */
public final class CertificateRequests extends X509ExtendedKeyManager {
  private static final CertificateRequests ALL = new CertificateRequests();

  private final Set<SSLEngine> asked =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private CertificateRequests() {}

  /** The key manager for the TLS context of origins. */
  public static KeyManager keyManager() {
    return ALL;
  }

  static boolean cameTo(SSLEngine engine) {
    return ALL.asked.contains(engine);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    asked.add(engine);
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return null;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return null;
  }
}
