package larder.caching;

import java.time.Instant;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;

/**
 * Which of a response's fields are kept (RFC 9111, section 3.1), and which a newer one replaces.
 */
final class StoredFields {
  /** What the stored content tells, or what is for this very proxy. */
  private static final List<String> NEVER_STORED =
      List.of(
          FieldNames.CONTENT_LENGTH,
          FieldNames.PROXY_AUTHENTICATE,
          FieldNames.PROXY_AUTHENTICATION_INFO,
          FieldNames.PROXY_AUTHORIZATION);

  /** What belongs to the stored content, and stays with it (RFC 9111, section 3.2). */
  private static final List<String> OF_THE_CONTENT =
      List.of(FieldNames.CONTENT_ENCODING, FieldNames.CONTENT_RANGE, FieldNames.CONTENT_TYPE);

  /** RFC 9530, section 2, and its forerunner. */
  private static final List<String> DIGESTS =
      List.of(FieldNames.CONTENT_DIGEST, FieldNames.CONTENT_MD5);

  private StoredFields() {}

  /** Of a response as it came. */
  static Fields of(Fields received, CacheControl directives, Instant receivedAt) {
    Fields kept =
        received.withoutMatching(
            name -> isIn(NEVER_STORED, name) || isIn(directives.withheld(), name));
    return Dates.withDate(kept, receivedAt);
  }

  /**
   * Stored fields with those of a newer answer without content (section 3.2). {@code Age} and
   * {@code Date} are always those of the newer one: they say when it was generated. This is what
   * whoever asked gets: not all of it may be stored.
   */
  static Fields updated(Fields stored, Fields newer, Instant receivedAt) {
    Fields update =
        of(newer, CacheControl.NONE, receivedAt)
            .withoutMatching(name -> isIn(OF_THE_CONTENT, name));
    Fields kept =
        stored.withoutMatching(
            name -> update.has(name) || Tokens.equalIgnoringCase(name, FieldNames.AGE));
    return Fields.builder().addAll(kept).addAll(update).build();
  }

  /** Without what holds for the content as it was sent, and not for more or less of it. */
  static Fields withoutDigest(Fields fields) {
    return fields.withoutMatching(name -> isIn(DIGESTS, name));
  }

  private static boolean isIn(List<String> names, String name) {
    for (String each : names) {
      if (Tokens.equalIgnoringCase(each, name)) {
        return true;
      }
    }
    return false;
  }
}
