package larder.caching;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;

/**
 * Normalises the values of selecting fields, so that different ones with the same meaning become
 * equal (RFC 9111, section 4.1): lines combined, no white space at the ends. In fields that are
 * known to be lists, empty members and the white space around commas do not count either. In {@code
 * Accept-Encoding} and {@code Accept-Language} neither do case, order and repetition of members,
 * because only the weights express a preference (RFC 9110, section 12.4.2).
 *
 * <p>Differences that matter to some origins stay: a coding with the weight 0 is not the same as an
 * absent one, nor is {@code identity;q=1} (RFC 9110, section 12.5.3). In a field of unknown syntax,
 * and in {@code Cookie} and {@code User-Agent}, a comma is a character like any other.
 */
final class SelectingValue {
  /** Lists by RFC 9110, RFC 9111 and RFC 7240. A range has a list after its unit. */
  private static final Set<String> LISTS =
      Set.of(
          "accept",
          "accept-charset",
          "accept-encoding",
          "accept-language",
          "cache-control",
          "prefer",
          "range");

  private SelectingValue() {}

  /**
   * @param value all lines of the field, combined
   */
  static String normalised(String name, String value) {
    if (!LISTS.contains(Tokens.lowerCase(name))) {
      return Tokens.trim(value);
    }
    List<String> members = Fields.of(name, value).elements(name);
    if (Tokens.equalIgnoringCase(name, FieldNames.ACCEPT_ENCODING)) {
      return preferences(members, SelectingValue::coding);
    }
    if (Tokens.equalIgnoringCase(name, FieldNames.ACCEPT_LANGUAGE)) {
      return preferences(members, UnaryOperator.identity());
    }
    return String.join(", ", members);
  }

  private static String preferences(List<String> members, UnaryOperator<String> spelling) {
    SortedSet<String> preferences = new TreeSet<>();
    for (String member : members) {
      preferences.add(preference(Tokens.lowerCase(member), spelling));
    }
    return String.join(", ", preferences);
  }

  /** Makes {@code gzip ; q=0.50} {@code gzip;q=0.5}; leaves out the weight 1. */
  private static String preference(String member, UnaryOperator<String> spelling) {
    int semicolon = member.indexOf(';');
    if (semicolon < 0) {
      return spelling.apply(member);
    }
    String preferred = spelling.apply(Tokens.trim(member.substring(0, semicolon)));
    String weight = Tokens.trim(member.substring(semicolon + 1));
    if (!isWeight(weight)) {
      return preferred + ';' + weight;
    }
    String shortest = withoutTrailingZeros(weight);
    return shortest.equals("q=1") ? preferred : preferred + ';' + shortest;
  }

  /** The current name of a coding (RFC 9110, sections 8.4.1.1 and 8.4.1.3). */
  private static String coding(String name) {
    return switch (name) {
      case "x-compress" -> "compress";
      case "x-gzip" -> "gzip";
      default -> name;
    };
  }

  /** RFC 9110, section 12.4.2: from 0 to 1, with at most three digits behind the point. */
  private static boolean isWeight(String text) {
    if (!text.startsWith("q=0") && !text.startsWith("q=1")) {
      return false;
    }
    if (text.length() == 3) {
      return true;
    }
    char most = text.charAt(2) == '1' ? '0' : '9';
    for (int i = 4; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > most) {
        return false;
      }
    }
    return text.charAt(3) == '.' && text.length() <= 7;
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
