package larder.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class X25519ProviderTest {
  private static final HexFormat HEX = HexFormat.of();

  @BeforeAll
  static void install() {
    X25519Provider.install();
    X25519Provider.install();
  }

  private static PublicKey point(BigInteger coordinate) throws Exception {
    return KeyFactory.getInstance("XDH")
        .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate));
  }

  private static PublicKey point(String little) throws Exception {
    byte[] bytes = HEX.parseHex(little);
    byte[] big = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      big[i] = bytes[bytes.length - 1 - i];
    }
    return point(
        new BigInteger(1, big).clearBit(255)); // as a peer that reads one from the wire does
  }

  private static PrivateKey scalar(String bytes) throws Exception {
    return KeyFactory.getInstance("XDH")
        .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, HEX.parseHex(bytes)));
  }

  private static byte[] agreed(KeyAgreement agreement, PrivateKey own, PublicKey peer)
      throws Exception {
    agreement.init(own);
    agreement.doPhase(peer, true);
    return agreement.generateSecret();
  }

  private static byte[] agreed(PrivateKey own, PublicKey peer) throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    byte[] secret = agreed(agreement, own, peer);
    assertEquals("LarderX25519", agreement.getProvider().getName());
    return secret;
  }

  /** RFC 7748, section 5.2. */
  @ParameterizedTest
  @CsvSource({
    "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
        + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
        + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
    "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,"
        + "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
        + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
  })
  void givesWhatTheStandardGives(String own, String peer, String secret) throws Exception {
    assertArrayEquals(HEX.parseHex(secret), agreed(scalar(own), point(peer)));
  }

  @Test
  void agreesWithJavasOwnWhoeverMadeTheKeys() throws Exception {
    KeyAgreement javas = KeyAgreement.getInstance("X25519", "SunEC");
    KeyPairGenerator ours = KeyPairGenerator.getInstance("X25519");
    KeyPairGenerator theirs = KeyPairGenerator.getInstance("X25519", "SunEC");
    assertEquals("LarderX25519", ours.getProvider().getName());
    for (int i = 0; i < 50; i++) {
      KeyPair one = ours.generateKeyPair();
      KeyPair other = theirs.generateKeyPair();
      byte[] expected = agreed(javas, one.getPrivate(), other.getPublic());
      assertArrayEquals(expected, agreed(one.getPrivate(), other.getPublic()));
      assertArrayEquals(expected, agreed(other.getPrivate(), one.getPublic()));
      assertArrayEquals(expected, agreed(javas, other.getPrivate(), one.getPublic()));
    }
  }

  /** Points of small order give every peer the same result (RFC 7748, section 6.1). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void whatIsNoSecretIsRefused(String peer) throws Exception {
    KeyPair own = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    assertThrows(InvalidKeyException.class, () -> agreed(own.getPrivate(), point(peer)));
  }

  @Test
  void forOtherCurvesJavaGoesOnToItsOwn() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("XDH");
    generator.initialize(NamedParameterSpec.X448);
    KeyPair one = generator.generateKeyPair();
    KeyPair other = generator.generateKeyPair();
    KeyAgreement agreement = KeyAgreement.getInstance("XDH");
    assertArrayEquals(
        agreed(agreement, one.getPrivate(), other.getPublic()),
        agreed(agreement, other.getPrivate(), one.getPublic()));
    assertEquals("SunEC", agreement.getProvider().getName());
  }
}
