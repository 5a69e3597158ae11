package larder.app.warc;

import larder.http.Fields;

/**
 * What the last record of a bundle says.
 *
 * @param unreadable how many responses were left out, as they could not be read
 * @param useless how many were left out, as they were of no use
 */
public record BundleCounts(long responses, long contentBytes, long unreadable, long useless) {
  static BundleCounts of(Fields fields) throws WarcException {
    return new BundleCounts(
        number(fields, Names.RESPONSES),
        number(fields, Names.CONTENT_BYTES),
        number(fields, Names.UNREADABLE),
        fields.first(Names.USELESS) == null ? 0 : number(fields, Names.USELESS)); // older ones
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
