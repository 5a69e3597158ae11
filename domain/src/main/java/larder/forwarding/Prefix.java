package larder.forwarding;

import java.util.HexFormat;
import java.util.Set;
import larder.access.Prefixing;
import larder.http.Authority;
import larder.http.Body;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.IpAddress;
import larder.http.Request;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A request whose target follows the proxy's own address, as in {@code
 * http://127.0.0.1:3128/https://example.org/a}: for programs that take a base URL but no proxy.
 *
 * @param target the target that is meant
 * @param anonymous whether a redirection led here from another origin, so that the first origin's
 *     credentials are not for this one: clients cannot tell two origins apart behind one address
 */
record Prefix(TargetUri target, boolean anonymous) {
  private static final String ANONYMOUS = "/-";
  private static final String COLON = "%3A";

  /** Fields about the origin's own address, which all origins behind ours would share. */
  private static final Set<String> OF_THE_ORIGIN_ALONE =
      Set.of("set-cookie", "alt-svc", "strict-transport-security", "clear-site-data");

  /** Fields that lead clients to another target or name one. */
  private static final Set<String> WRITTEN_ANEW =
      Set.of("location", "content-location", "link", "refresh");

  /** What a request for the proxy's own address is. */
  sealed interface Reading {
    /** Not such a request. */
    record None() implements Reading {}

    /** A prefixed request. */
    record Meant(Prefix prefix) implements Reading {}

    /** A prefixed request that goes no further. */
    record Refused(Refusal refusal) implements Reading {}
  }

  private static final Reading NONE = new Reading.None();
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** Visible characters that must be encoded in a URI (RFC 3986, section 2). */
  private static final String TO_BE_ENCODED = "\"<>\\^`{|}";

  static Reading read(RequestHead head, ClientAddress client, Prefixing allowed) {
    if (!(head.target() instanceof RequestTarget.OriginForm(String path))) {
      return NONE;
    }
    boolean anonymous = path.startsWith(ANONYMOUS + "/");
    String uri = path.substring(anonymous ? ANONYMOUS.length() + 1 : 1);
    if (!Tokens.startsWithIgnoringCase(uri, 0, "http")) {
      return NONE;
    }
    TargetUri target;
    try {
      target = TargetUri.parse(withBothSlashes(withColons(uri)));
    } catch (SyntaxException e) {
      return NONE;
    }
    if (!allowed.allows(client.address())) {
      return new Reading.Refused(Refusals.prefix(client));
    }
    return isOfAWebPage(head.fields(), client.address())
        ? new Reading.Refused(Refusals.webPage())
        : new Reading.Meant(new Prefix(target, anonymous));
  }

  /** Some clients encode the colons of a path, as pip does where it follows a relative link. */
  private static String withColons(String uri) {
    int scheme = Tokens.startsWithIgnoringCase(uri, 0, "https") ? 5 : 4;
    if (!Tokens.startsWithIgnoringCase(uri, scheme, COLON)) {
      return uri;
    }
    int authority = scheme + COLON.length();
    while (authority < uri.length() && uri.charAt(authority) == '/') {
      authority++;
    }
    int end = authority;
    while (end < uri.length() && uri.charAt(end) != '/' && uri.charAt(end) != '?') {
      end++;
    }
    return uri.substring(0, scheme)
        + ":"
        + uri.substring(scheme + COLON.length(), authority)
        + uri.substring(authority, end).replace(COLON, ":").replace("%3a", ":")
        + uri.substring(end);
  }

  /** Some clients merge two slashes in a path, as Go's {@code path.Join} does. */
  private static String withBothSlashes(String uri) {
    int path = uri.indexOf(':') + 2;
    boolean one = uri.startsWith(":/", path - 2) && path < uri.length() && uri.charAt(path) != '/';
    return one ? uri.substring(0, path) + "/" + uri.substring(path) : uri;
  }

  /**
   * Whether a web page of another origin sent the request; it must not read through us what only
   * this machine can reach. Such a request says so itself, or comes by a name that was made to lead
   * here. Clients elsewhere may know us by any name, and cannot reach what only this machine can.
   */
  private static boolean isOfAWebPage(Fields fields, IpAddress client) {
    String site = fields.first("Sec-Fetch-Site");
    return (site != null && !site.equals("none"))
        || fields.has("Origin")
        || (client.isLoopback() && !isThisMachine(fields.first(FieldNames.HOST)));
  }

  private static boolean isThisMachine(@Nullable String host) {
    if (host == null) {
      return true; // optional in HTTP/1.0; a web page's request always has it
    }
    try {
      String name = Authority.parse(host, 80).hostForLookup();
      IpAddress address = IpAddress.parse(name);
      return address == null ? name.equals("localhost") : address.isLoopback();
    } catch (SyntaxException e) {
      return false;
    }
  }

  /** The request as a proxy would have received it. */
  Request of(Request asked) {
    RequestHead head = asked.head();
    Fields fields = head.fields().without("Cookie");
    String referer = fields.first(FieldNames.REFERER);
    if (referer != null && referer.startsWith("http://" + head.fields().first(FieldNames.HOST))) {
      fields = fields.without(FieldNames.REFERER);
    }
    if (anonymous) {
      fields = fields.without(FieldNames.AUTHORIZATION);
    }
    RequestTarget absolute = new RequestTarget.AbsoluteForm(target);
    return new Request(
        new RequestHead(head.method(), absolute, head.version(), fields), asked.body());
  }

  /** Rewrites references of one answer, with its interim heads. */
  BoundedReferences references() {
    return new BoundedReferences(this::inside);
  }

  /**
   * The response's fields, made right for clients behind our address.
   *
   * @param places rewrites where the response leads or lies
   * @param links rewrites all else, so that many links take nothing from a redirection
   */
  static Fields of(Fields response, BoundedReferences places, BoundedReferences links) {
    Fields.Builder fields = Fields.builder();
    for (int i = 0; i < response.size(); i++) {
      String name = response.name(i);
      String value = response.value(i);
      switch (Tokens.lowerCase(name)) {
        case "location", "content-location" -> addUnlessNull(fields, name, places.rewritten(value));
        case "link" -> addUnlessNull(fields, name, LinkField.withTargets(value, links::rewritten));
        case "refresh" ->
            addUnlessNull(fields, name, RefreshField.withTarget(value, places::rewritten));
        default -> {
          if (!OF_THE_ORIGIN_ALONE.contains(Tokens.lowerCase(name))) {
            fields.copy(name, value);
          }
        }
      }
    }
    // No page may have an origin: behind our address all would share one.
    return fields.copy("Content-Security-Policy", "sandbox").build();
  }

  /** The content without trailer fields that the head should have had rewritten. */
  static Body of(Body content) {
    return content.length().isPresent() ? content : new FilteredTrailers(content, Prefix::isOurs);
  }

  private static boolean isOurs(String name) {
    String lower = Tokens.lowerCase(name);
    return WRITTEN_ANEW.contains(lower) || OF_THE_ORIGIN_ALONE.contains(lower);
  }

  private static void addUnlessNull(Fields.Builder fields, String name, @Nullable String value) {
    if (value != null) {
      fields.copy(name, value);
    }
  }

  /**
   * A reference that leads to its target through us, or the same if its scheme is not ours. Null if
   * clients may read it as either, because it may then lead anywhere behind our address.
   */
  private @Nullable String inside(String reference) {
    int hash = reference.indexOf('#');
    String fragment = hash < 0 ? "" : reference.substring(hash);
    TargetUri meant = resolved(hash < 0 ? reference : reference.substring(0, hash));
    if (meant == null || isLostInAPath(meant.authority().host())) {
      return isOfAnotherScheme(reference) ? reference : null;
    }
    boolean stranger = anonymous || !meant.hasSameOriginAs(target);
    return (stranger ? ANONYMOUS + "/" : "/") + meant.withoutDotSegments() + fragment;
  }

  /** Resolves as most clients do, which encode what must be encoded. */
  private @Nullable TargetUri resolved(String reference) {
    TargetUri meant = target.resolve(reference);
    return meant == null ? target.resolve(encoded(reference)) : meant;
  }

  private static String encoded(String reference) {
    StringBuilder encoded = new StringBuilder(reference.length() + 8);
    for (int i = 0; i < reference.length(); i++) {
      char c = reference.charAt(i);
      if (c <= ' ' || c > '~' || TO_BE_ENCODED.indexOf(c) >= 0) {
        encoded.append('%').append(HEX.toHexDigits((byte) c));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }

  /** Whether it is only dots, which clients take for a dot segment. */
  private static boolean isLostInAPath(String host) {
    return host.chars().allMatch(c -> c == '.');
  }

  /** Whether the reference has a scheme other than http and https. */
  private static boolean isOfAnotherScheme(String reference) {
    String scheme = reference.substring(0, Math.max(0, reference.indexOf(':')));
    return isScheme(scheme)
        && !Tokens.equalIgnoringCase(scheme, "http")
        && !Tokens.equalIgnoringCase(scheme, "https");
  }

  /** RFC 3986, section 3.1. */
  private static boolean isScheme(String text) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i) | 0x20;
      boolean letter = c >= 'a' && c <= 'z';
      if (!letter && (i == 0 || "0123456789+-.".indexOf(text.charAt(i)) < 0)) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
