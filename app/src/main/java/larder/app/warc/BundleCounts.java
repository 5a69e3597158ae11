package larder.app.warc;

import larder.http.Fields;

/**
 * What the last record of a bundle says.
 *
 * @param unreadable how many responses were left out
 */
public record BundleCounts(long responses, long contentBytes, long unreadable) {
  static BundleCounts of(Fields fields) throws WarcException {
    return new BundleCounts(
        number(fields, Names.RESPONSES),
        number(fields, Names.CONTENT_BYTES),
        number(fields, Names.UNREADABLE));
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
