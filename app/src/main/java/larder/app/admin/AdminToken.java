package larder.app.admin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Permits seeing and changing what is stored to those who can read the file with it. Each start of
 * a proxy makes a new one.
 */
public record AdminToken(String text) {
  private static final int BYTES = 24;
  private static final String SCHEME = "Bearer ";
  private static final String MAC = "HmacSHA256";

  /** A new secret token. */
  public static AdminToken random() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return new AdminToken(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /** The value of {@code Authorization} (RFC 6750, section 2.1). */
  String authorization() {
    return SCHEME + text;
  }

  /** Whether that value of {@code Authorization} has the token; takes equally long if not. */
  boolean isIn(@Nullable String authorization) {
    return authorization != null
        && MessageDigest.isEqual(
            authorization().getBytes(StandardCharsets.UTF_8),
            authorization.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The answer to a challenge that requires the token. It does not reveal the token: a stranger
   * that answers in place of a proxy learns nothing from being asked.
   */
  String proof(String challenge) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), MAC));
      return HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** Whether that is the proof; takes the same time for any wrong one. */
  boolean isProved(String proof, String challenge) {
    return MessageDigest.isEqual(
        proof(challenge).getBytes(StandardCharsets.UTF_8), proof.getBytes(StandardCharsets.UTF_8));
  }

  /** Hides the token, because this may get into a message. */
  @Override
  public String toString() {
    return "(a token)";
  }
}
