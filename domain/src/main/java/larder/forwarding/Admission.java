package larder.forwarding;

import java.util.Optional;
import larder.access.ConnectPorts;
import larder.access.Door;
import larder.access.Login;
import larder.access.PasswordPort;
import larder.access.PasswordPort.Verdict;
import larder.access.Reach;
import larder.http.Authority;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Method;
import larder.http.Request;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.TargetUri;
import org.jspecify.annotations.Nullable;

/** Decides whether a request goes on, and how far, before anything is looked up for it. */
final class Admission {
  private final ForwardingSettings settings;
  private final Door door;

  Admission(ForwardingSettings settings) {
    this.settings = settings;
    this.door = settings.door();
  }

  /** Why the client may not come in at all; null if it may. */
  @Nullable Refusal refusal(ClientAddress client) {
    return door.clients().allow(client.address()) ? null : Refusals.stranger(client);
  }

  /** The request without its credentials, which are meant only for us. */
  static Request withoutCredentials(Request request) {
    return request.head().fields().has(FieldNames.PROXY_AUTHORIZATION)
        ? new Request(withoutCredentials(request.head()), request.body())
        : request;
  }

  static RequestHead withoutCredentials(RequestHead head) {
    return head.withFields(head.fields().without(FieldNames.PROXY_AUTHORIZATION));
  }

  /** Why the request goes no further, whatever is stored; null if it does. */
  @Nullable Refusal refusal(RequestHead head, Fields presented, ResponsePort client, Notes notes) {
    Inside inside = client.inside();
    if (inside != null) {
      notes.user = inside.user(); // who logged in at the CONNECT
    }
    Refusal unknown = inside == null ? loginRefusal(presented, client.client(), notes) : null;
    if (unknown != null) {
      return unknown;
    }
    if (head.method().equals(Method.TRACE) && !settings.allowed().trace()) {
      return Refusals.methodNotAllowed(head.method());
    }
    return switch (head.target()) {
      case RequestTarget.AbsoluteForm(TargetUri uri) -> forward(head, uri);
      case RequestTarget.AuthorityForm(Authority authority) -> connect(head, authority);
      case RequestTarget.OriginForm _, RequestTarget.AsteriskForm _ -> null;
    };
  }

  /** RFC 9110, section 11.7. */
  private @Nullable Refusal loginRefusal(Fields presented, ClientAddress client, Notes notes) {
    Optional<PasswordPort> passwords = door.passwords();
    if (passwords.isEmpty()) {
      return null;
    }
    Login login = Login.of(presented);
    if (login == null) {
      return Refusals.loginWanted();
    }
    Verdict verdict = passwords.get().check(login, client.address());
    return switch (verdict) {
      case RIGHT -> {
        notes.user = login.user();
        yield null;
      }
      case WRONG -> Refusals.loginWrong();
      case TOO_MANY -> Refusals.tooManyLogins();
      case UNKNOWN -> Refusals.loginsUnknown();
    };
  }

  private @Nullable Refusal forward(RequestHead head, TargetUri target) {
    return settings.isSelf().test(target.authority())
        ? Refusals.requestToTheProxy(target.toString())
        : loop(head);
  }

  private @Nullable Refusal loop(RequestHead head) {
    boolean looped =
        head.fields().has(FieldNames.VIA) && Hop.hasPassed(head.fields(), settings.pseudonym());
    return looped ? Refusals.loop() : null;
  }

  private @Nullable Refusal connect(RequestHead head, Authority authority) {
    ConnectPorts allowed = door.connectPorts();
    return allowed.allows(authority.port()) ? loop(head) : Refusals.connectPort(authority, allowed);
  }

  /** How far the client may go at this host. */
  Reach reach(ClientAddress client, Authority target) {
    return door.hosts().reach(client.address(), target);
  }
}
