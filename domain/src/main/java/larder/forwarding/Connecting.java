package larder.forwarding;

import java.time.Instant;
import larder.access.InterceptedHosts;
import larder.access.Reach;
import larder.forwarding.Conclusion.Result;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.IpAddress;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Handles CONNECT (RFC 9110, section 9.3.6): opens a tunnel or, for hosts chosen for interception,
 * looks inside. Where that fails, the host is tunnelled to for a while: for all, or for the client
 * who caused it.
 */
final class Connecting {
  private static final ResponseHead CONNECTED =
      new ResponseHead(200, "Connection established", HttpVersion.HTTP_1_1, Fields.EMPTY);

  private final Ports ports;
  private final OwnAnswers own;
  private final InterceptedHosts intercepted;
  private final String pseudonym;
  private final Bypasses bypasses = new Bypasses();

  Connecting(Ports ports, OwnAnswers own, ForwardingSettings settings) {
    this.ports = ports;
    this.own = own;
    this.intercepted = settings.intercepted();
    this.pseudonym = settings.pseudonym();
  }

  void run(RequestHead head, Authority authority, Reach reach, ResponsePort client, Notes notes)
      throws TransferException {
    if (intercepted.include(authority)) {
      notes.bypass = bypasses.of(authority, client.client().address(), now());
      if (notes.bypass == null) {
        lookInside(head, authority, reach, client, notes);
        return;
      }
    }
    tunnel(head, authority, reach, client, notes);
  }

  private Instant now() {
    return ports.clock().instant();
  }

  private void tunnel(
      RequestHead head, Authority authority, Reach reach, ResponsePort client, Notes notes)
      throws TransferException {
    notes.origin = authority;
    TunnelEnd far;
    try {
      far = open(head, authority, reach);
    } catch (TransferException e) {
      own.fail(e, head, client, notes);
      return;
    }
    try (far) {
      notes.result = Result.TUNNEL;
      notes.response = CONNECTED;
      client.tunnel(CONNECTED, far);
    }
  }

  private TunnelEnd open(RequestHead head, Authority authority, Reach reach)
      throws TransferException {
    return ports.tunnels().open(authority, Hop.via(head, pseudonym), reach);
  }

  private void lookInside(
      RequestHead head, Authority authority, Reach reach, ResponsePort client, Notes notes)
      throws TransferException {
    notes.result = Result.INTERCEPTED;
    notes.response = CONNECTED;
    Bypass met =
        client.lookInside(
            CONNECTED,
            new Inside(authority, notes.user),
            () -> {
              notes.result = Result.TUNNEL;
              notes.origin = authority;
              return open(head, authority, reach);
            });
    if (met != null) {
      leaveAlone(authority, client.client().address(), met, notes);
    }
  }

  private void leaveAlone(Authority authority, IpAddress client, Bypass why, Notes notes) {
    notes.bypass = why;
    if (why.isLasting()) {
      bypasses.add(authority, client, why, now());
    }
  }

  /** Called when an exchange inside has ended. */
  void ended(Inside inside, ClientAddress client, Notes notes) {
    @Nullable TransferException failure = notes.failure;
    if (failure != null && failure.kind() == Kind.CLIENT_CERTIFICATE) {
      leaveAlone(inside.authority(), client.address(), Bypass.CLIENT_CERTIFICATE, notes);
    }
  }
}
