package larder.caching;

import larder.http.TargetUri;

/**
 * The text of a target URI, with the positions of its parts.
 *
 * @param authority where the authority begins
 * @param path where the path begins, at its slash
 * @param pathEnd where the query begins, at its question mark; the length if there is none
 */
record TargetText(String uri, int authority, int path, int pathEnd) {
  static TargetText of(TargetUri target) {
    String uri = target.toString();
    int authority = uri.indexOf("//") + 2;
    int query = uri.indexOf('?');
    return new TargetText(
        uri, authority, uri.indexOf('/', authority), query < 0 ? uri.length() : query);
  }

  char lastOfPath() {
    return uri.charAt(pathEnd - 1);
  }
}
