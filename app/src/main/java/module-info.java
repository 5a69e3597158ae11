import org.jspecify.annotations.NullMarked;

/** The command line, the settings, and the one place where ports meet their adapters. */
@NullMarked
module larder.app {
  requires info.picocli;
  requires java.logging;
  requires java.net.http;
  requires jdk.httpserver;
  requires jdk.unsupported;
  requires larder.domain;
  requires larder.h2;
  requires larder.memory;
  requires larder.socket;
  requires larder.tls;
  requires static org.jspecify;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires tools.jackson.databind;

  provides System.LoggerFinder with
      larder.app.log.MessageLoggers,
      larder.app.log.MessageLoggers.Twin;

  opens larder.app.command to
      info.picocli;
  opens larder.app.log to
      java.logging;
}
