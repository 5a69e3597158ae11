package larder.app.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What shows that somebody may see and change what is stored: who can read the file that it stands
 * in. Another one each time a proxy starts.
 */
public record AdminToken(String text) {
  private static final int BYTES = 24;
  private static final String SCHEME = "Bearer ";

  /** One that nobody knows. */
  public static AdminToken random() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return new AdminToken(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /** The value of {@code Authorization} (RFC 6750, section 2.1). */
  String authorization() {
    return SCHEME + text;
  }

  /**
   * Whether that value of {@code Authorization} has it; takes the same time however wrong it is.
   */
  boolean isIn(@Nullable String authorization) {
    return authorization != null
        && MessageDigest.isEqual(
            authorization().getBytes(StandardCharsets.UTF_8),
            authorization.getBytes(StandardCharsets.UTF_8));
  }

  /** Not what it is: it may get into a message. */
  @Override
  public String toString() {
    return "(a token)";
  }
}
