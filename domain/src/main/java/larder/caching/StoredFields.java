package larder.caching;

import java.time.Instant;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;

/**
 * Which fields of a response are stored (RFC 9111, section 3.1), and which a newer one replaces.
 */
final class StoredFields {
  /** Fields that the stored content tells, or that are meant for this very proxy. */
  private static final List<String> NEVER_STORED =
      List.of(
          FieldNames.CONTENT_LENGTH,
          FieldNames.PROXY_AUTHENTICATE,
          FieldNames.PROXY_AUTHENTICATION_INFO,
          FieldNames.PROXY_AUTHORIZATION);

  /** Fields that describe the stored content, and stay with it (RFC 9111, section 3.2). */
  private static final List<String> OF_THE_CONTENT =
      List.of(FieldNames.CONTENT_ENCODING, FieldNames.CONTENT_RANGE, FieldNames.CONTENT_TYPE);

  /** Those of RFC 9530, section 2, and its predecessor. */
  private static final List<String> DIGESTS =
      List.of(FieldNames.CONTENT_DIGEST, FieldNames.CONTENT_MD5);

  private StoredFields() {}

  /** The fields to store of a received response. */
  static Fields of(Fields received, CacheControl directives, Instant receivedAt) {
    Fields kept =
        received.withoutMatching(
            name -> isIn(NEVER_STORED, name) || isIn(directives.withheld(), name));
    return Dates.withDate(kept, receivedAt);
  }

  /**
   * The stored fields, updated with those of a newer answer without content (section 3.2). {@code
   * Age} and {@code Date} are always the newer answer's, because they say when it was generated.
   * This is what the client gets; not all of it may be stored.
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

  /** The fields without digests, which hold only for exactly the content that was sent. */
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
