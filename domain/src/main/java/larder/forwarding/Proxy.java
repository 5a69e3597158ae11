package larder.forwarding;

import larder.access.Allowances;
import larder.access.Prefixing;
import larder.access.Reach;
import larder.access.UpgradeProtocols;
import larder.caching.CachePolicy;
import larder.forwarding.Conclusion.Result;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.Method;
import larder.http.Request;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import org.jspecify.annotations.Nullable;

/** The use case: takes requests, and drives the store, the policy and the origins. */
public final class Proxy implements RequestPort {
  private final Ports ports;
  private final OwnAnswers own;
  private final ExchangeParts parts;
  private final Admission admission;
  private final Allowances allowed;
  private final UpgradeProtocols allowedInside;
  private final Prefixing prefixing;
  private final Connecting connecting;

  private Proxy(Ports ports, ForwardingSettings settings) {
    this.ports = ports;
    this.admission = new Admission(settings);
    this.allowed = settings.allowed();
    this.allowedInside = allowed.upgrades().and(UpgradeProtocols.WEBSOCKET);
    this.prefixing = settings.door().prefixing();
    this.parts = ExchangeParts.of(ports, settings);
    this.own = parts.own();
    this.connecting = new Connecting(ports, own, settings);
  }

  /** A proxy over the given ports. It owns none of them: their creator closes them. */
  public static Proxy over(Ports ports, ForwardingSettings settings) {
    return new Proxy(ports, settings);
  }

  /** Explains the decisions of this proxy. */
  public ExplainPort explainer() {
    CachePolicy policy = ports.policy();
    return new Explainer(
        target -> parts.cache().find(target, policy.forTarget(target)), policy, parts.refusals());
  }

  @Override
  public @Nullable Refusal refusalOf(ClientAddress client) {
    return admission.refusal(client);
  }

  @Override
  public void handle(Request received, ResponsePort client) {
    switch (Prefix.read(received.head(), client.client(), prefixing)) {
      case Prefix.Reading.None _ -> exchange(received, client);
      case Prefix.Reading.Refused(Refusal refusal) -> {
        received.body().close();
        answerWith(refusal, received.head(), client);
      }
      case Prefix.Reading.Meant(Prefix prefix) ->
          exchange(prefix.of(received), new PrefixedClient(client, prefix));
    }
  }

  private void exchange(Request received, ResponsePort client) {
    Request request = Admission.withoutCredentials(received);
    Notes notes = new Notes(ports.clock().instant(), request.head());
    boolean faulty = true;
    try {
      answer(request, received.head().fields(), client, notes);
      faulty = false;
    } catch (TransferException e) {
      tellOf(e, request.head(), client, notes);
      faulty = false;
    } finally {
      request.body().close();
      Inside inside = client.inside();
      if (inside != null) {
        connecting.ended(inside, client.client(), notes);
      }
      if (!faulty || client.hasBegun()) {
        ports.log().concluded(notes.conclude(client, ports.clock().instant()));
      }
    }
  }

  @Override
  public void refuse(Refusal refusal, ResponsePort client) {
    answerWith(refusal, null, client);
  }

  @Override
  public void failed(RequestHead head, ResponsePort client) {
    answerWith(Refusals.internal(), Admission.withoutCredentials(head), client);
  }

  private void answerWith(Refusal refusal, @Nullable RequestHead head, ResponsePort client) {
    Notes notes = new Notes(ports.clock().instant(), head);
    try {
      own.refuse(refusal, head, client, notes);
    } catch (TransferException e) {
      notes.failure = e;
    } finally {
      notes.result = refusal.status() == 500 ? Result.FAILED : Result.REFUSED;
      ports.log().concluded(notes.conclude(client, ports.clock().instant()));
    }
  }

  /**
   * If content failed before any byte of its response was sent, or there was no room for the head,
   * the client can still be told.
   */
  private void tellOf(
      TransferException failure, RequestHead head, ResponsePort client, Notes notes) {
    notes.failure = failure;
    boolean isGone = failure.side() == Side.CLIENT && failure.kind() != Kind.OVERLOADED;
    if (isGone || client.hasBegun()) {
      return;
    }
    try {
      own.fail(failure, head, client, notes);
    } catch (TransferException e) {
      notes.failure = e;
    }
  }

  /**
   * @param presented the fields including the client's credentials
   */
  private void answer(Request request, Fields presented, ResponsePort client, Notes notes)
      throws TransferException {
    RequestHead head = request.head();
    Refusal refusal = admission.refusal(head, presented, client, notes);
    if (refusal != null) {
      own.refuse(refusal, head, client, notes);
      return;
    }
    switch (head.target()) {
      case RequestTarget.AbsoluteForm(TargetUri uri) -> forward(request, uri, client, notes);
      case RequestTarget.AuthorityForm(Authority authority) ->
          connect(head, authority, client, notes);
      case RequestTarget.OriginForm ours ->
          own.refuse(Refusals.requestToTheProxy(ours.pathAndQuery()), head, client, notes);
      case RequestTarget.AsteriskForm _ -> own.options(client, notes);
    }
  }

  private void connect(RequestHead head, Authority authority, ResponsePort client, Notes notes)
      throws TransferException {
    Reach reach = reach(head, authority, client, notes);
    if (reach != null) {
      connecting.run(head, authority, reach, client, notes);
    }
  }

  private void forward(Request request, TargetUri target, ResponsePort client, Notes notes)
      throws TransferException {
    RequestHead head = request.head();
    if (MaxForwards.isCountedFor(head.method()) && endsHere(request, client, notes)) {
      return;
    }
    Reach reach = reach(head, target.authority(), client, notes);
    if (reach == null) {
      return;
    }
    Inquiry inquiry = new Inquiry(request, target, policy(target, reach), reach);
    // From the fields as received: {@code Connection} is what makes an upgrade.
    Upgrade upgrade = Upgrade.of(head, inquiry.hasContent(), upgrades(client));
    if (upgrade == null) {
      new Exchange(parts, inquiry, client, notes).run();
    } else {
      new UpgradeExchange(parts, inquiry, upgrade, client, notes).run();
    }
  }

  /** Inside a {@code CONNECT}, WebSocket is always allowed: a tunnel would have carried it. */
  private UpgradeProtocols upgrades(ResponsePort client) {
    return client.inside() == null ? allowed.upgrades() : allowedInside;
  }

  /** Answers OPTIONS and TRACE that go no further or are malformed (RFC 9110, section 7.6.2). */
  private boolean endsHere(Request request, ResponsePort client, Notes notes)
      throws TransferException {
    RequestHead head = request.head();
    try {
      Integer left = MaxForwards.of(head.fields());
      if (head.method().equals(Method.TRACE) && request.body().length().orElse(1) > 0) {
        throw new SyntaxException("TRACE has no content (RFC 9110, section 9.3.8)");
      }
      if (left == null || left > 0) {
        return false;
      }
    } catch (SyntaxException e) {
      own.refuse(Refusal.malformed(400, e.explanation() + "."), head, client, notes);
      return true;
    }
    if (head.method().equals(Method.TRACE)) {
      own.trace(head, client, notes);
    } else {
      own.options(client, notes);
    }
    return true;
  }

  /** How far the request may go; null if it was refused. */
  private @Nullable Reach reach(
      RequestHead head, Authority target, ResponsePort client, Notes notes)
      throws TransferException {
    Reach reach = admission.reach(client.client(), target);
    if (reach instanceof Reach.Nowhere(String option)) {
      own.refuse(Refusals.host(target, option), head, client, notes);
      return null;
    }
    return reach;
  }

  /**
   * What is stored may have been fetched for a client that may go further, so it is only for
   * clients that may go to every address that it may have come from.
   */
  private CachePolicy policy(TargetUri target, Reach reach) throws TransferException {
    boolean shares =
        reach instanceof Reach.Anywhere
            || ports.origins().check(target.scheme(), target.authority(), reach);
    return shares ? ports.policy() : ports.policy().unshared();
  }
}
