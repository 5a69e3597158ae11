package larder.http;

import java.util.List;

/** Fields whose values are likely to grant access: code that shows a message leaves them out. */
public final class SecretFields {
  /** Parts of their names (RFC 9110, section 9.3.8, has some of them). */
  private static final List<String> PARTS =
      List.of("auth", "cookie", "credential", "jwt", "key", "pass", "secret", "session", "token");

  private SecretFields() {}

  /** Whether the field with this name is one of them. */
  public static boolean include(String name) {
    String lower = Tokens.lowerCase(name);
    return PARTS.stream().anyMatch(lower::contains);
  }
}
