package larder.forwarding;

import larder.access.ConnectPorts;
import larder.caching.Reason;
import larder.http.Authority;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Method;
import larder.http.TransferException;

/** All refusals that exchanges give, and their texts. Error types: RFC 9209, section 2.3. */
final class Refusals {
  static final String ALLOWED = "GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, CONNECT";

  private static final String LATER = "This is the origin's side, or the network's: try later.";
  private static final String ONLINE = "Ask once through a proxy that is not offline.";
  private static final String OUR_SIDE = "This is the proxy's side: try later.";
  private static final String IN_THE_LOG = "This is the proxy's side: its log says more.";
  private static final String ALLOW_HOST = "Whoever runs the proxy can allow it with --allow-host.";
  private static final String ORIGINS_SIDE = "This is the origin's side: tell those who run it.";

  private static final String SENDERS_SIDE =
      "This is the origin's side, or a parent proxy's: tell those who run it.";

  private static final String PARENTS_SIDE =
      "This is the parent proxy's side: check --upstream-proxy, or try later.";

  private Refusals() {}

  static Refusal requestToTheProxy(String target) {
    return new Refusal(
        404,
        "http_request_error",
        "This is a proxy, and " + target + " asks for a page of its own; it has none.",
        "Set this address as the proxy of your program, and ask for whole addresses"
            + " (http://example.org/), or put them behind this one"
            + " (/http://example.org/).");
  }

  static Refusal prefix(ClientAddress client) {
    return new Refusal(
        403,
        "http_request_denied",
        "The proxy does not take targets behind its own address from clients at "
            + client.address()
            + ".",
        "Set it as the proxy of your program; or whoever runs it can allow this with"
            + " --prefix-mode.");
  }

  static Refusal webPage() {
    return new Refusal(
        403,
        "http_request_denied",
        "The proxy takes targets behind its own address from programs, and not from web pages.",
        "Ask by the name 127.0.0.1 or localhost, and not from a page.");
  }

  static Refusal methodNotAllowed(Method method) {
    return new Refusal(
        405,
        "http_request_denied",
        "The proxy does not pass on the method " + method + ".",
        "Use another method.",
        Fields.of(FieldNames.ALLOW, ALLOWED));
  }

  static Refusal connectPort(Authority authority, ConnectPorts allowed) {
    return new Refusal(
        403,
        "http_request_denied",
        "The proxy opens no tunnel to port " + authority.port() + " of " + authority.host() + ".",
        "Allowed are the ports "
            + allowed
            + "; whoever runs the proxy can allow more with"
            + " --connect-ports.");
  }

  static Refusal stranger(ClientAddress client) {
    return new Refusal(
        403,
        "http_request_denied",
        "The proxy does not serve clients at " + client.address() + ".",
        "Whoever runs the proxy can allow them with --allow-client.");
  }

  static Refusal host(Authority target, String option) {
    return new Refusal(
        403,
        "http_request_denied",
        "The proxy does not go to " + target.host() + " for you.",
        "Whoever runs the proxy decides that with " + option + ".");
  }

  static Refusal loginWanted() {
    return login("The proxy wants to know who you are.");
  }

  static Refusal loginWrong() {
    return login("The proxy knows no such user, or the password is another one.");
  }

  private static Refusal login(String whatHappened) {
    return new Refusal(
        407,
        "http_request_denied",
        whatHappened,
        "Give your program a user name and password for the proxy"
            + " (http://name:password@host:port).",
        Fields.of(FieldNames.PROXY_AUTHENTICATE, "Basic realm=\"proxy\", charset=\"UTF-8\""));
  }

  static Refusal tooManyLogins() {
    return new Refusal(
        429,
        "http_request_denied",
        "Too many wrong passwords came from your address.",
        "Wait for some seconds, and give the right one.",
        Fields.of(FieldNames.RETRY_AFTER, "10"));
  }

  static Refusal loginsUnknown() {
    return new Refusal(
        503,
        "proxy_configuration_error",
        "The proxy cannot tell at present who may use it.",
        IN_THE_LOG);
  }

  static Refusal loop() {
    return new Refusal(
        508,
        "proxy_loop_detected",
        "This request has passed through this proxy before.",
        "A proxy behind this one sends requests back to it: correct its settings.");
  }

  /** Nothing stored can be used, and the client accepts nothing else. */
  static Refusal unsatisfiable(Reason reason) {
    return switch (reason) {
      case OFFLINE ->
          offline("The proxy is offline (--offline), and nothing that is stored answers this.");
      case OFFLINE_PROHIBITED ->
          new Refusal(
              504,
              "http_request_denied",
              "The proxy is offline (--offline), and what is stored says that its origin has to be"
                  + " asked each time, or once it is stale.",
              ONLINE
                  + " A rule can overlook that: --rule '... min=30d"
                  + " ignore=no-cache,must-revalidate'.");
      default -> onlyIfCached();
    };
  }

  private static Refusal offline(String whatHappened) {
    return new Refusal(504, "http_request_denied", whatHappened, ONLINE);
  }

  private static Refusal onlyIfCached() {
    return new Refusal(
        504,
        "http_request_denied",
        "The request wants a stored response alone (only-if-cached), and none will do.",
        "Ask without only-if-cached to have it fetched.");
  }

  static Refusal internal() {
    return new Refusal(
        500, "proxy_internal_error", "The proxy met a fault of its own.", IN_THE_LOG);
  }

  /** What a failed transfer means to the client. */
  static Refusal of(TransferException failure) {
    return switch (failure.side()) {
      case CLIENT -> ofClient(failure);
      case ORIGIN -> ofOrigin(failure);
      case STORE -> internal();
    };
  }

  private static Refusal ofClient(TransferException failure) {
    String what = failure.explanation() + ".";
    return switch (failure.kind()) {
      case TIMED_OUT -> Refusal.malformed(408, what);
      case TOO_LARGE -> Refusal.malformed(413, what);
      case OVERLOADED -> Refusal.overloaded(what);
      case NAME_NOT_FOUND,
          NAME_TIMED_OUT,
          REFUSED,
          UNREACHABLE,
          FORBIDDEN,
          OFFLINE,
          CONNECT_TIMED_OUT,
          TLS_FAILED,
          CERTIFICATE_REJECTED,
          CLIENT_CERTIFICATE,
          PARENT_FAILED,
          PARENT_TIMED_OUT,
          NO_AUTHORITIES,
          CUT_SHORT,
          MALFORMED,
          FAILED ->
          Refusal.malformed(400, what);
    };
  }

  private static Refusal ofOrigin(TransferException failure) {
    return switch (failure.kind()) {
      case NAME_NOT_FOUND ->
          origin(
              502,
              "dns_error",
              failure,
              "Check the name; if it is right, this is the side of the name server that the proxy"
                  + " asks.");
      case NAME_TIMED_OUT -> origin(504, "dns_timeout", failure, LATER);
      case REFUSED ->
          origin(
              502,
              "connection_refused",
              failure,
              "This is the origin's side: check the port, or try later.");
      case UNREACHABLE -> origin(502, "destination_unavailable", failure, LATER);
      case FORBIDDEN -> origin(403, "destination_ip_prohibited", failure, ALLOW_HOST);
      case OFFLINE -> offline(failure.explanation() + ".");
      case CONNECT_TIMED_OUT -> origin(504, "connection_timeout", failure, LATER);
      case TLS_FAILED -> origin(502, "tls_protocol_error", failure, ORIGINS_SIDE);
      case CERTIFICATE_REJECTED -> origin(502, "tls_certificate_error", failure, ORIGINS_SIDE);
      case CLIENT_CERTIFICATE ->
          origin(
              502,
              "tls_alert_received",
              failure,
              "Ask again: where interception met this, the host is tunnelled to for a while.");
      case PARENT_FAILED -> origin(502, "destination_unavailable", failure, PARENTS_SIDE);
      case PARENT_TIMED_OUT -> origin(504, "connection_timeout", failure, PARENTS_SIDE);
      case NO_AUTHORITIES -> origin(502, "proxy_configuration_error", failure, IN_THE_LOG);
      case TIMED_OUT -> origin(504, "connection_read_timeout", failure, LATER);
      case CUT_SHORT -> origin(502, "http_response_incomplete", failure, LATER);
      case MALFORMED -> origin(502, "http_protocol_error", failure, SENDERS_SIDE);
      case TOO_LARGE -> origin(502, "http_response_header_section_size", failure, SENDERS_SIDE);
      case OVERLOADED -> origin(503, "connection_limit_reached", failure, OUR_SIDE);
      case FAILED -> origin(502, "proxy_internal_error", failure, LATER);
    };
  }

  private static Refusal origin(
      int status, String error, TransferException failure, String whatToDo) {
    return new Refusal(status, error, failure.explanation() + ".", whatToDo);
  }
}
