package larder.app.run;

import java.nio.file.Path;

/**
 * Files that make a child trust an authority beside those that it trusts anyway.
 *
 * @param authority its certificate, and what the user has added for Node (PEM)
 * @param bundle the system's authorities and it (PEM): for those who take a file in the place of
 *     the system's
 * @param keyStore Java's authorities and it (PKCS12)
 * @param keyStorePassword what opens that; no secret
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
