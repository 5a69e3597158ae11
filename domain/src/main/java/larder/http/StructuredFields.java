package larder.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads structured fields strictly (RFC 9651, section 4.2): one wrong character, and the whole
 * field is ignored. Accepts any text, and never throws.
 */
public final class StructuredFields {
  private static final int MOST_DIGITS = 15;
  private static final int MOST_DIGITS_OF_DECIMAL = 12;
  private static final int MOST_DIGITS_OF_FRACTION = 3;

  private final String text;
  private int position;

  private StructuredFields(String text) {
    this.text = text;
  }

  /**
   * The members of a dictionary by their keys; the last one of a key given twice (section 4.2.2).
   *
   * @param text all lines of the field, combined
   * @return null if it is not a dictionary
   */
  public static @Nullable Map<String, StructuredValue> dictionary(String text) {
    try {
      return new StructuredFields(text).dictionary();
    } catch (Malformed e) {
      return null;
    }
  }

  /**
   * The members of a list (section 4.2.1).
   *
   * @param text all lines of the field, combined
   * @return null if it is not a list
   */
  public static @Nullable List<StructuredValue> list(String text) {
    try {
      return new StructuredFields(text).list();
    } catch (Malformed e) {
      return null;
    }
  }

  /** Aborts the reading; never leaves this class. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    private Malformed() {
      super(null, null, false, false);
    }
  }

  private Map<String, StructuredValue> dictionary() throws Malformed {
    Map<String, StructuredValue> members = new LinkedHashMap<>();
    skip(StructuredFields::isSpace);
    while (!isAtEnd()) {
      String key = key();
      StructuredValue value;
      if (skipIf('=')) {
        value = itemOrInner();
      } else {
        value = new StructuredValue.Flag(true);
        parameters();
      }
      members.remove(key);
      members.put(key, value);
      endMember();
    }
    return members;
  }

  private List<StructuredValue> list() throws Malformed {
    List<StructuredValue> members = new ArrayList<>();
    skip(StructuredFields::isSpace);
    while (!isAtEnd()) {
      members.add(itemOrInner());
      endMember();
    }
    return members;
  }

  /** Skips the comma, if there is one; nothing else may follow. */
  private void endMember() throws Malformed {
    skip(Tokens::isSpace);
    if (isAtEnd()) {
      return;
    }
    expect(',');
    skip(Tokens::isSpace);
    if (isAtEnd()) {
      throw new Malformed();
    }
  }

  private StructuredValue itemOrInner() throws Malformed {
    StructuredValue value = skipIf('(') ? inner() : bare();
    parameters();
    return value;
  }

  private StructuredValue inner() throws Malformed {
    List<StructuredValue> items = new ArrayList<>();
    while (true) {
      skip(StructuredFields::isSpace);
      if (skipIf(')')) {
        return new StructuredValue.Inner(items);
      }
      items.add(bare());
      parameters();
      if (peek() != ' ' && peek() != ')') {
        throw new Malformed();
      }
    }
  }

  private void parameters() throws Malformed {
    while (skipIf(';')) {
      skip(StructuredFields::isSpace);
      key();
      if (skipIf('=')) {
        bare();
      }
    }
  }

  private String key() throws Malformed {
    if (!isLowerCase(peek()) && peek() != '*') {
      throw new Malformed();
    }
    return take(c -> isLowerCase(c) || isDigit(c) || c == '_' || c == '-' || c == '.' || c == '*');
  }

  private StructuredValue bare() throws Malformed {
    int c = peek();
    if (c == '-' || isDigit(c)) {
      return number();
    }
    if (c == '*' || isLowerCase(c) || isUpperCase(c)) {
      return new StructuredValue.Token(
          take(each -> Tokens.isTokenCharacter(each) || each == ':' || each == '/'));
    }
    position++;
    return switch (c) {
      case '"' -> new StructuredValue.Text(quoted());
      case ':' -> new StructuredValue.Bytes(base64());
      case '?' -> new StructuredValue.Flag(flag());
      case '@' -> date();
      case '%' -> new StructuredValue.DisplayText(escaped());
      default -> throw new Malformed();
    };
  }

  private StructuredValue number() throws Malformed {
    int start = position;
    skipIf('-');
    String digits = take(StructuredFields::isDigit);
    if (!skipIf('.')) {
      if (digits.isEmpty() || digits.length() > MOST_DIGITS) {
        throw new Malformed();
      }
      return new StructuredValue.Whole(Long.parseLong(text.substring(start, position)));
    }
    String fraction = take(StructuredFields::isDigit);
    if (digits.isEmpty()
        || digits.length() > MOST_DIGITS_OF_DECIMAL
        || fraction.isEmpty()
        || fraction.length() > MOST_DIGITS_OF_FRACTION) {
      throw new Malformed();
    }
    return new StructuredValue.Decimal(text.substring(start, position));
  }

  private StructuredValue date() throws Malformed {
    if (peek() != '-' && !isDigit(peek())) {
      throw new Malformed();
    }
    if (number() instanceof StructuredValue.Whole(long seconds)) {
      return new StructuredValue.Date(seconds);
    }
    throw new Malformed();
  }

  private String quoted() throws Malformed {
    StringBuilder content = new StringBuilder();
    while (!skipIf('"')) {
      boolean escaped = skipIf('\\');
      int c = peek();
      if (c < ' ' || c > '~' || (escaped && c != '"' && c != '\\')) {
        throw new Malformed();
      }
      content.append((char) c);
      position++;
    }
    return content.toString();
  }

  private String base64() throws Malformed {
    String content =
        take(
            c ->
                isLowerCase(c) || isUpperCase(c) || isDigit(c) || c == '+' || c == '/' || c == '=');
    expect(':');
    return content;
  }

  private boolean flag() throws Malformed {
    if (skipIf('1')) {
      return true;
    }
    expect('0');
    return false;
  }

  private String escaped() throws Malformed {
    expect('"');
    int start = position;
    while (!skipIf('"')) {
      int c = peek();
      if (c < ' ' || c > '~') {
        throw new Malformed();
      }
      position++;
      if (c == '%') {
        expectHex();
        expectHex();
      }
    }
    return text.substring(start, position - 1);
  }

  private void expectHex() throws Malformed {
    int c = peek();
    if (!isDigit(c) && (c < 'a' || c > 'f')) {
      throw new Malformed();
    }
    position++;
  }

  /** The next character; -1 at the end. */
  private int peek() {
    return isAtEnd() ? -1 : text.charAt(position);
  }

  private boolean isAtEnd() {
    return position == text.length();
  }

  private boolean skipIf(char c) {
    if (peek() != c) {
      return false;
    }
    position++;
    return true;
  }

  private void expect(char c) throws Malformed {
    if (!skipIf(c)) {
      throw new Malformed();
    }
  }

  private void skip(IntPredicate characters) {
    while (characters.test(peek())) {
      position++;
    }
  }

  private String take(IntPredicate characters) {
    int start = position;
    skip(characters);
    return text.substring(start, position);
  }

  private static boolean isSpace(int c) {
    return c == ' ';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLowerCase(int c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isUpperCase(int c) {
    return c >= 'A' && c <= 'Z';
  }
}
