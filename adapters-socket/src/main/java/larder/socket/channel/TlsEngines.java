package larder.socket.channel;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import larder.http.Authority;

/** Creates TLS engines for either side: TLS 1.2 or 1.3, with HTTP/1.1 inside (RFC 7301). */
public final class TlsEngines {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
  private static final String[] PROTOCOLS = {"http/1.1"};

  private TlsEngines() {}

  /** Creates an engine for a connection to a host, whose certificate must be valid for it. */
  public static SSLEngine toHost(SSLContext context, Authority host) {
    SSLEngine engine = context.createSSLEngine(host.hostForLookup(), host.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = parameters(engine);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Creates an engine for a connection from a client. */
  public static SSLEngine forClient(SSLContext context) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters(engine));
    return engine;
  }

  private static SSLParameters parameters(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(VERSIONS);
    parameters.setApplicationProtocols(PROTOCOLS);
    return parameters;
  }
}
