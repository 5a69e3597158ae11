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
 * What shows that somebody may see and change what is stored: who can read the file that it stands
 * in. Another one each time a proxy starts.
 */
public record AdminToken(String text) {
  private static final int BYTES = 24;
  private static final String SCHEME = "Bearer ";
  private static final String MAC = "HmacSHA256";

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

  /**
   * What only who has the token can say to that challenge. It is no token itself: a stranger that
   * answers in the place of a proxy learns nothing by asking.
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

  /** Whether that is the proof; takes the same time however wrong it is. */
  boolean isProved(String proof, String challenge) {
    return MessageDigest.isEqual(
        proof(challenge).getBytes(StandardCharsets.UTF_8), proof.getBytes(StandardCharsets.UTF_8));
  }

  /** Not what it is: it may get into a message. */
  @Override
  public String toString() {
    return "(a token)";
  }
}
