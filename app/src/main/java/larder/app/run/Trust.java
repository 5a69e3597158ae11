package larder.app.run;

import java.nio.file.Path;

/**
 * Files that make a child trust an authority in addition to the usual ones.
 *
 * @param authority its certificate, and those that the user has added for Node (PEM)
 * @param bundle the system's authorities and this one (PEM): for programs whose file replaces the
 *     system's
 * @param keyStore Java's authorities and this one (PKCS12)
 * @param keyStorePassword opens the key store; no secret
 * @param aptConfiguration names the bundle to apt
 * @param wgetConfiguration names the bundle to wget
 */
public record Trust(
    Path authority,
    Path bundle,
    Path keyStore,
    String keyStorePassword,
    Path aptConfiguration,
    Path wgetConfiguration) {}
