package larder.caching;

import java.util.ArrayList;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;

/**
 * The values of selecting fields, brought into one form where different ones mean the same (RFC
 * 9111, section 4.1): lines combined, no empty members, one way to write white space around commas.
 * In {@code Accept-Encoding} and {@code Accept-Language} the case and the order of members do not
 * count either, for the weights alone say what is preferred (RFC 9110, section 12.4.2).
 */
final class SelectingValue {
  private SelectingValue() {}

  /**
   * @param value all lines of the field, combined
   */
  static String normalised(String name, String value) {
    List<String> members = Fields.of(name, value).elements(name);
    if (Tokens.equalIgnoringCase(name, FieldNames.ACCEPT_ENCODING)
        || Tokens.equalIgnoringCase(name, FieldNames.ACCEPT_LANGUAGE)) {
      return String.join(", ", preferences(members));
    }
    return String.join(", ", members);
  }

  private static List<String> preferences(List<String> members) {
    List<String> preferences = new ArrayList<>(members.size());
    for (String member : members) {
      preferences.add(preference(Tokens.lowerCase(member)));
    }
    preferences.sort(null);
    return preferences;
  }

  /** {@code gzip ; q=0.50} is {@code gzip;q=0.5}; the weight 1 is the one without. */
  private static String preference(String member) {
    int semicolon = member.indexOf(';');
    if (semicolon < 0) {
      return member;
    }
    String preferred = Tokens.trim(member.substring(0, semicolon));
    String weight = Tokens.trim(member.substring(semicolon + 1));
    if (!weight.startsWith("q=")) {
      return preferred + ';' + weight;
    }
    String shortest = withoutTrailingZeros(weight);
    return shortest.equals("q=1") ? preferred : preferred + ';' + shortest;
  }

  private static String withoutTrailingZeros(String weight) {
    if (weight.indexOf('.') < 0) {
      return weight;
    }
    int end = weight.length();
    while (weight.charAt(end - 1) == '0') {
      end--;
    }
    return weight.substring(0, weight.charAt(end - 1) == '.' ? end - 1 : end);
  }
}
