package larder.forwarding;

import larder.caching.CachePolicy;
import larder.forwarding.Conclusion.Result;
import larder.http.Authority;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.Request;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.ResponseHead;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import org.jspecify.annotations.Nullable;

/** The use case: takes requests, and drives the store, the policy and the origins for them. */
public final class Proxy implements RequestPort {
  private static final ResponseHead CONNECTED =
      new ResponseHead(200, "Connection established", HttpVersion.HTTP_1_1, Fields.EMPTY);

  private final Ports ports;
  private final ForwardingSettings settings;
  private final OwnAnswers own;
  private final ExchangeParts parts;

  private Proxy(Ports ports, ForwardingSettings settings) {
    this.ports = ports;
    this.settings = settings;
    this.parts = ExchangeParts.of(ports, settings);
    this.own = parts.own();
  }

  /** A proxy over those ports. It owns none of them: whoever made them closes them. */
  public static Proxy over(Ports ports, ForwardingSettings settings) {
    return new Proxy(ports, settings);
  }

  /** What explains the decisions of this proxy. */
  public ExplainPort explainer() {
    CachePolicy policy = ports.policy();
    return new Explainer(
        target -> parts.cache().find(target, policy.forTarget(target)), policy, parts.refusals());
  }

  @Override
  public void handle(Request request, ResponsePort client) {
    Notes notes = new Notes(ports.clock().instant(), request.head());
    try {
      answer(request, client, notes);
    } catch (TransferException e) {
      failed(e, request.head(), client, notes);
    } finally {
      request.body().close();
      ports.log().concluded(notes.conclude(client, ports.clock().instant()));
    }
  }

  @Override
  public void refuse(Refusal refusal, ResponsePort client) {
    Notes notes = new Notes(ports.clock().instant(), null);
    try {
      own.refuse(refusal, null, client, notes);
    } catch (TransferException e) {
      notes.failure = e;
    } finally {
      notes.result = refusal.status() == 500 ? Result.FAILED : Result.REFUSED;
      ports.log().concluded(notes.conclude(client, ports.clock().instant()));
    }
  }

  /** Content that failed before a byte of its response left can still be told of. */
  private void failed(
      TransferException failure, RequestHead head, ResponsePort client, Notes notes) {
    notes.failure = failure;
    if (failure.side() == Side.CLIENT || client.hasBegun()) {
      return;
    }
    try {
      own.fail(failure, head, client, notes);
    } catch (TransferException e) {
      notes.failure = e;
    }
  }

  private void answer(Request request, ResponsePort client, Notes notes) throws TransferException {
    RequestHead head = request.head();
    Refusal refusal = refusal(head);
    if (refusal != null) {
      own.refuse(refusal, head, client, notes);
      return;
    }
    switch (head.target()) {
      case RequestTarget.AbsoluteForm absolute -> forward(request, absolute.uri(), client, notes);
      case RequestTarget.AuthorityForm connect -> tunnel(head, connect.authority(), client, notes);
      case RequestTarget.OriginForm ours ->
          own.refuse(Refusals.requestToTheProxy(ours.pathAndQuery()), head, client, notes);
      case RequestTarget.AsteriskForm ours -> own.options(client, notes);
    }
  }

  /** Why the request goes no further, whatever is stored; or null: it does. */
  private @Nullable Refusal refusal(RequestHead head) {
    if (head.method().equals(Method.TRACE)) {
      return Refusals.methodNotAllowed(head.method());
    }
    return switch (head.target()) {
      case RequestTarget.AbsoluteForm target -> loop(head, target.uri());
      case RequestTarget.AuthorityForm target -> connectPort(target.authority());
      case RequestTarget.OriginForm target -> null;
      case RequestTarget.AsteriskForm target -> null;
    };
  }

  private @Nullable Refusal loop(RequestHead head, TargetUri target) {
    if (settings.isSelf().test(target.authority())) {
      return Refusals.requestToTheProxy(target.toString());
    }
    boolean looped =
        head.fields().has(FieldNames.VIA) && Hop.hasPassed(head.fields(), settings.pseudonym());
    return looped ? Refusals.loop() : null;
  }

  private @Nullable Refusal connectPort(Authority authority) {
    ConnectPorts allowed = settings.connectPorts();
    return allowed.allows(authority.port()) ? null : Refusals.connectPort(authority, allowed);
  }

  private void forward(Request request, TargetUri target, ResponsePort client, Notes notes)
      throws TransferException {
    RequestHead head = request.head();
    if (head.method().equals(Method.OPTIONS)) {
      Integer forwards = MaxForwards.of(head.fields());
      if (forwards != null && forwards == 0) {
        own.options(client, notes);
        return;
      }
    }
    new Exchange(parts, new Inquiry(request, target, ports.policy()), client, notes).run();
  }

  /** CONNECT (RFC 9110, section 9.3.6). */
  private void tunnel(RequestHead head, Authority authority, ResponsePort client, Notes notes)
      throws TransferException {
    notes.origin = authority;
    TunnelEnd far;
    try {
      far = ports.tunnels().open(authority);
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
}
