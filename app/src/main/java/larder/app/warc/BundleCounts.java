package larder.app.warc;

import larder.http.Fields;

/**
 * The counts in the last record of a bundle.
 *
 * @param unreadable responses left out because they could not be read
 * @param useless responses left out because they were of no use
 */
public record BundleCounts(long responses, long contentBytes, long unreadable, long useless) {
  static BundleCounts of(Fields fields) throws WarcException {
    return new BundleCounts(
        number(fields, Names.RESPONSES),
        number(fields, Names.CONTENT_BYTES),
        number(fields, Names.UNREADABLE),
        // Older bundles lack it.
        fields.first(Names.USELESS) == null ? 0 : number(fields, Names.USELESS));
  }

  private static long number(Fields fields, String name) throws WarcException {
    String value = fields.first(name);
    try {
      return Long.parseLong(value == null ? "" : value);
    } catch (NumberFormatException e) {
      throw new WarcException("Its last record does not say how many there are");
    }
  }
}
