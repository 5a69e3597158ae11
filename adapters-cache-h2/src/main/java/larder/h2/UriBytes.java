package larder.h2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import larder.store.StoreKey;

/**
 * The octets of a key, and the hash by which it is found.
 *
 * @param hash cryptographic: nobody can make many keys with the same hash
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record UriBytes(byte[] octets, long hash) {
  static UriBytes of(StoreKey key) {
    byte[] octets = key.uri().getBytes(StandardCharsets.UTF_8);
    return new UriBytes(octets, hash(octets));
  }

  /** The first eight bytes of the SHA-256 of a text. */
  static long hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long hash(byte[] octets) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(octets);
      long hash = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        hash = hash << 8 | (digest[i] & 0xff);
      }
      return hash;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
