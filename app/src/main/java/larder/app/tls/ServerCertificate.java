package larder.app.tls;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import larder.socket.ServerTls;
import org.jspecify.annotations.Nullable;

/** The proxy's certificate and key, read from files that can be reloaded. */
public final class ServerCertificate implements ServerTls {
  private static final System.Logger LOG = System.getLogger("larder.tls");

  private final Path certificateFile;
  private final Path keyFile;
  private final InstantSource clock;
  private volatile Loaded loaded;

  private record Loaded(SSLContext context, @Nullable String problem) {}

  private ServerCertificate(Path certificateFile, Path keyFile, InstantSource clock)
      throws IOException {
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
    this.clock = clock;
    this.loaded = load();
  }

  /**
   * @param keyFile may be the same file
   * @throws IOException if they cannot be used; the message is a sentence that names them
   */
  public static ServerCertificate of(Path certificateFile, Path keyFile, InstantSource clock)
      throws IOException {
    return new ServerCertificate(certificateFile, keyFile, clock);
  }

  private Loaded load() throws IOException {
    Identity identity = Identity.read(certificateFile, keyFile);
    try {
      String problem = identity.problem(clock.instant());
      return new Loaded(
          identity.context(),
          problem == null ? null : "the certificate in " + certificateFile + " " + problem);
    } catch (GeneralSecurityException e) {
      throw new IOException("The certificate in " + certificateFile + " cannot be used for TLS", e);
    }
  }

  @Override
  public SSLContext current() {
    return loaded.context;
  }

  /** Why clients would reject it; null if nothing is wrong. */
  public @Nullable String problem() {
    return loaded.problem;
  }

  /** Reloads the files; if they cannot be used, the old certificate stays. Logs the result. */
  public void reload() {
    try {
      loaded = load();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0}: the old certificate stays", e.getMessage());
      return;
    }
    String problem = loaded.problem;
    if (problem == null) {
      LOG.log(Level.INFO, "The certificate in {0} was read anew", certificateFile);
    } else {
      LOG.log(Level.WARNING, problem);
    }
  }
}
