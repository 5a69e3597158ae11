package larder.forwarding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import larder.http.Body;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.RequestHead;
import larder.http.Tokens;

/** Changes that a field section undergoes on its way through (RFC 9110, section 7.6). */
final class Hop {
  /** Fields that concern only this connection, named in {@code Connection} or not. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "te",
          "transfer-encoding",
          "upgrade",
          "proxy-authorization",
          "proxy-authenticate",
          "proxy-authentication-info");

  /** The same names, in a form that is fast to compare. */
  private static final Fields NAMED =
      Fields.of(
          OF_THE_CONNECTION.stream().flatMap(name -> Stream.of(name, "")).toArray(String[]::new));

  /** Fields for all recipients: naming them in {@code Connection} is a mistake or an attack. */
  private static final Set<String> FOR_EVERYBODY =
      Set.of(
          "age",
          "authorization",
          "cache-control",
          "cache-group-invalidation",
          "cache-groups",
          "content-encoding",
          "content-length",
          "content-location",
          "content-range",
          "content-type",
          "cookie",
          "date",
          "etag",
          "expect",
          "expires",
          "host",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "last-modified",
          "location",
          "max-forwards",
          "no-vary-search",
          "pragma",
          "range",
          "set-cookie",
          "vary",
          "via",
          "www-authenticate");

  /** Up to this many names are compared one by one. There may be as many as fit in a head. */
  private static final int FEW = 8;

  private Hop() {}

  /** Without connection-specific fields (RFC 9110, section 7.6.1). */
  static Fields withoutConnectionFields(Fields fields) {
    return withoutConnectionFields(fields, Set.of());
  }

  /**
   * @param targeted names of fields that are for all recipients, too, in lower case
   */
  static Fields withoutConnectionFields(Fields fields, Set<String> targeted) {
    if (fields.isApartFrom(NAMED)) {
      return fields;
    }
    Collection<String> named = named(fields, targeted);
    return fields.withoutMatching(name -> isOfTheConnection(name) || isNamed(name, named));
  }

  /** The content; its trailer section also lacks fields that {@code Connection} names. */
  static Body withoutConnectionFields(Body content, Fields head) {
    if (content.length().isPresent()) {
      return content;
    }
    Collection<String> named = named(head, Set.of());
    named.removeAll(OF_THE_CONNECTION);
    return named.isEmpty() ? content : new FilteredTrailers(content, name -> isNamed(name, named));
  }

  private static boolean isOfTheConnection(String name) {
    return NAMED.has(name);
  }

  /** In lower case. */
  private static Collection<String> named(Fields fields, Set<String> targeted) {
    List<String> named = new ArrayList<>(2);
    for (String option : fields.elements(FieldNames.CONNECTION)) {
      String name = Tokens.lowerCase(option);
      if (!FOR_EVERYBODY.contains(name) && !targeted.contains(name)) {
        named.add(name);
      }
    }
    return named.size() <= FEW ? named : new HashSet<>(named);
  }

  private static boolean isNamed(String name, Collection<String> named) {
    if (named.size() > FEW) {
      return named.contains(Tokens.lowerCase(name));
    }
    for (String option : named) {
      if (Tokens.equalIgnoringCase(name, option)) {
        return true;
      }
    }
    return false;
  }

  /** Adds our line of {@code Via} at the end (RFC 9110, section 7.6.3). */
  static Fields.Builder addVia(Fields.Builder fields, HttpVersion received, String pseudonym) {
    return fields.copy(FieldNames.VIA, via(received, pseudonym));
  }

  /** Only the lines of {@code Via} with which a request is passed on. */
  static Fields via(RequestHead received, String pseudonym) {
    Fields.Builder fields = Fields.builder();
    for (String line : received.fields().all(FieldNames.VIA)) {
      fields.copy(FieldNames.VIA, line);
    }
    return addVia(fields, received.version(), pseudonym).build();
  }

  /** The value of our line of {@code Via}. */
  static String via(HttpVersion received, String pseudonym) {
    return received.number() + " " + pseudonym;
  }

  /** Whether the request has passed through here before (RFC 9110, section 7.6.3). */
  static boolean hasPassed(Fields fields, String pseudonym) {
    for (String step : fields.elements(FieldNames.VIA)) {
      int space = step.indexOf(' ');
      if (space < 0) {
        continue;
      }
      String receivedBy = Tokens.trim(step.substring(space));
      int end = receivedBy.indexOf(' ');
      if (Tokens.equalIgnoringCase(
          end < 0 ? receivedBy : receivedBy.substring(0, end), pseudonym)) {
        return true;
      }
    }
    return false;
  }
}
