package larder.http;

import java.util.List;

/** Fields whose values are likely to give access: whoever tells of a message leaves them out. */
public final class SecretFields {
  /** What their names have in them (RFC 9110, section 9.3.8, has some of them). */
  private static final List<String> PARTS =
      List.of("auth", "cookie", "credential", "jwt", "key", "pass", "secret", "session", "token");

  private SecretFields() {}

  /** Whether a field of that name is one of them. */
  public static boolean include(String name) {
    String lower = Tokens.lowerCase(name);
    return PARTS.stream().anyMatch(lower::contains);
  }
}
