package larder.caching;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import larder.caching.NoVarySearch.Parameter;
import larder.caching.NoVarySearch.Significant;

/** Reads queries as forms write them (WHATWG URL, application/x-www-form-urlencoded). */
final class Query {
  /** A URI with more parameters that count matches no other: each is kept besides the URI. */
  static final int MOST_PARAMETERS = 64;

  private Query() {}

  static Significant significant(String uri, Predicate<String> counts, boolean anyOrder) {
    int question = uri.indexOf('?');
    if (question < 0) {
      return new Significant(uri, List.of());
    }
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : uri.substring(question + 1).split("&", -1)) {
      if (!pair.isEmpty()) {
        Parameter parameter = parameter(pair);
        if (counts.test(parameter.name())) {
          parameters.add(parameter);
        }
        if (parameters.size() > MOST_PARAMETERS) {
          return new Significant(uri, List.of());
        }
      }
    }
    if (anyOrder) {
      parameters.sort(Comparator.comparing(Parameter::name));
    }
    return new Significant(uri.substring(0, question), parameters);
  }

  private static Parameter parameter(String pair) {
    int equals = pair.indexOf('=');
    return equals < 0
        ? new Parameter(decoded(pair), "")
        : new Parameter(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
  }

  /** Invalid UTF-8 becomes U+FFFD. */
  static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text.replace('+', ' ');
    }
    byte[] bytes = new byte[text.length()];
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int octet = c == '%' ? octet(text, i + 1) : -1;
      if (octet >= 0) {
        bytes[count++] = (byte) octet;
        i += 2;
      } else {
        bytes[count++] = (byte) (c == '+' ? ' ' : c);
      }
    }
    return new String(bytes, 0, count, StandardCharsets.UTF_8);
  }

  /** The octet; -1 if there are not two hexadecimal digits. */
  private static int octet(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }
}
