package larder.app.warc;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The value of {@code WARC-Block-Digest}: the algorithm, a colon, and the digest in base 32. */
final class BlockDigest {
  /** The algorithm that we write; other programs write SHA-1. */
  static final String ALGORITHM = "sha256";

  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;
  private static final int GROUP = 8;

  private BlockDigest() {}

  static MessageDigest begin() {
    MessageDigest digest = of(ALGORITHM);
    if (digest == null) {
      throw new IllegalStateException("Every Java has SHA-256");
    }
    return digest;
  }

  /** Null if the algorithm is unknown. */
  static @Nullable MessageDigest of(String algorithm) {
    try {
      return switch (algorithm.toLowerCase(Locale.ROOT)) {
        case "sha256", "sha-256" -> MessageDigest.getInstance("SHA-256");
        case "sha1", "sha-1" -> MessageDigest.getInstance("SHA-1");
        default -> null;
      };
    } catch (NoSuchAlgorithmException e) {
      return null;
    }
  }

  /** The digest in base 32 (RFC 4648, section 6). */
  static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte octet : bytes) {
      held = (held << Byte.SIZE) | (octet & 0xff);
      for (bits += Byte.SIZE; bits >= BITS; bits -= BITS) {
        text.append(DIGITS.charAt((held >>> (bits - BITS)) & 31));
      }
      held &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(DIGITS.charAt((held << (BITS - bits)) & 31));
    }
    while (text.length() % GROUP != 0) {
      text.append('=');
    }
    return text.toString();
  }
}
