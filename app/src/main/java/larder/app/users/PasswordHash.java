package larder.app.users;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The salted hash of a password, slow on purpose: PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2),
 * in the form {@code $pbkdf2-sha256$i=600000$SALT$HASH}; the last two are Base64 without padding.
 *
 * @param iterations 1 or more
 */
record PasswordHash(int iterations, byte[] salt, byte[] hash) {
  /** The number recommended for this function in 2026. */
  static final int ITERATIONS = 600_000;

  private static final int MOST_ITERATIONS = 100_000_000;
  private static final int SALT = 16;
  private static final int BITS = 256;
  private static final Pattern TEXT =
      Pattern.compile(
          "\\$pbkdf2-sha256\\$i=([1-9][0-9]{0,8})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{43})");

  /** Hashes a password with a new salt. Slow. */
  static PasswordHash of(String password, int iterations) {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(iterations, salt, derive(password, salt, iterations));
  }

  /**
   * @throws IllegalArgumentException if the text has another form
   */
  static PasswordHash parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(1)) > MOST_ITERATIONS) {
      throw new IllegalArgumentException("no hash such as $pbkdf2-sha256$i=600000$...$...");
    }
    Base64.Decoder decoder = Base64.getDecoder();
    return new PasswordHash(
        Integer.parseInt(parts.group(1)),
        decoder.decode(parts.group(2)),
        decoder.decode(parts.group(3)));
  }

  /** Whether it is the hash of that password. Equally slow if it is not. */
  boolean isOf(String password) {
    return MessageDigest.isEqual(hash, derive(password, salt, iterations));
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    try {
      PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, BITS);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no PBKDF2 with HMAC-SHA-256", e);
    }
  }

  String text() {
    Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
    return "$pbkdf2-sha256$i="
        + iterations
        + '$'
        + encoder.encodeToString(salt)
        + '$'
        + encoder.encodeToString(hash);
  }

  /** Hides what would help to guess the password. */
  @Override
  public String toString() {
    return "$pbkdf2-sha256$i=" + iterations;
  }
}
