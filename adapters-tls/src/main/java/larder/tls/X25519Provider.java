package larder.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.List;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/**
 * X25519 (RFC 7748), the key exchange of nearly every TLS handshake, by Bouncy Castle, which needs
 * less than half the time of Java's own. The keys are Java's, so that all other code works as
 * before. For X448, and where this provider is not accepted, Java uses its own.
 */
public final class X25519Provider extends Provider {
  private static final long serialVersionUID = 1L;

  private static final String NAME = "LarderX25519";
  private static final List<String> ALGORITHMS = List.of("X25519", "XDH");
  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private X25519Provider() {
    super(NAME, "1", "X25519 by Bouncy Castle");
    for (String algorithm : ALGORITHMS) {
      putService(new Offer(this, "KeyPairGenerator", algorithm, Generating.class));
      putService(new Offer(this, "KeyAgreement", algorithm, Agreeing.class));
    }
  }

  /** Makes the whole process use this provider from now on. Idempotent. */
  public static void install() {
    Installed.once();
  }

  /**
   * Installs only once, without asking Java whether it has the provider: that would load all
   * providers.
   */
  private static final class Installed {
    static {
      Security.insertProviderAt(new X25519Provider(), 1);
    }

    private static void once() {}
  }

  /** Creates instances without reflection, because the classes are private. */
  private static final class Offer extends Provider.Service {
    private final boolean generates;

    private Offer(Provider provider, String type, String algorithm, Class<?> by) {
      super(provider, type, algorithm, by.getName(), null, null);
      this.generates = by == Generating.class;
    }

    @Override
    public Object newInstance(@Nullable Object parameter) {
      return generates ? new Generating() : new Agreeing();
    }
  }

  private static boolean isOurs(@Nullable AlgorithmParameterSpec parameters) {
    return parameters instanceof NamedParameterSpec named
        && named.getName().equalsIgnoreCase(NamedParameterSpec.X25519.getName());
  }

  /** Encodes in little-endian order (RFC 7748, section 5). */
  private static byte[] encoded(BigInteger coordinate) {
    byte[] big = coordinate.mod(PRIME).toByteArray();
    byte[] little = new byte[X25519.POINT_SIZE];
    for (int i = 0; i < Math.min(big.length, little.length); i++) {
      little[i] = big[big.length - 1 - i];
    }
    return little;
  }

  private static BigInteger decoded(byte[] little) {
    byte[] big = new byte[little.length];
    for (int i = 0; i < little.length; i++) {
      big[i] = little[little.length - 1 - i];
    }
    return new BigInteger(1, big);
  }

  private static final class Generating extends KeyPairGeneratorSpi {
    private SecureRandom random = new SecureRandom();

    @Override
    public void initialize(int bits, @Nullable SecureRandom source) {
      if (bits != 255) {
        throw new java.security.InvalidParameterException("X25519 has 255 bits");
      }
      use(source);
    }

    @Override
    public void initialize(
        @Nullable AlgorithmParameterSpec parameters, @Nullable SecureRandom source)
        throws InvalidAlgorithmParameterException {
      if (!isOurs(parameters)) {
        throw new InvalidAlgorithmParameterException("Only X25519");
      }
      use(source);
    }

    private void use(@Nullable SecureRandom source) {
      if (source != null) {
        random = source;
      }
    }

    @Override
    public KeyPair generateKeyPair() {
      byte[] scalar = new byte[X25519.SCALAR_SIZE];
      byte[] point = new byte[X25519.POINT_SIZE];
      X25519.generatePrivateKey(random, scalar);
      X25519.generatePublicKey(scalar, 0, point, 0);
      try {
        KeyFactory keys = KeyFactory.getInstance("X25519");
        return new KeyPair(
            keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, decoded(point))),
            keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar)));
      } catch (GeneralSecurityException e) {
        throw new ProviderException("Java does not take a key of its own kind", e);
      }
    }
  }

  private static final class Agreeing extends KeyAgreementSpi {
    private byte @Nullable [] scalar;
    private byte @Nullable [] secret;

    @Override
    protected void engineInit(Key key, @Nullable SecureRandom random) throws InvalidKeyException {
      if (!(key instanceof XECPrivateKey own) || !isOurs(own.getParams())) {
        throw new InvalidKeyException("No private key for X25519");
      }
      scalar = own.getScalar().orElseThrow(() -> new InvalidKeyException("A key without value"));
      secret = null;
    }

    @Override
    protected void engineInit(
        Key key, @Nullable AlgorithmParameterSpec parameters, @Nullable SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      if (parameters != null) {
        throw new InvalidAlgorithmParameterException("X25519 takes no parameters");
      }
      engineInit(key, random);
    }

    @Override
    protected @Nullable Key engineDoPhase(Key key, boolean last) throws InvalidKeyException {
      byte[] own = scalar;
      if (own == null || secret != null || !last) {
        throw new IllegalStateException("One private key, and then one public one");
      }
      if (!(key instanceof XECPublicKey peer) || !isOurs(peer.getParams())) {
        throw new InvalidKeyException("No public key for X25519");
      }
      byte[] agreed = new byte[X25519.POINT_SIZE];
      // False if the result is all zeros, which is no secret (RFC 8446, section 7.4.2).
      if (!X25519.calculateAgreement(own, 0, encoded(peer.getU()), 0, agreed, 0)) {
        throw new InvalidKeyException("Point has small order");
      }
      secret = agreed;
      return null;
    }

    @Override
    protected byte[] engineGenerateSecret() {
      byte[] agreed = secret;
      if (agreed == null) {
        throw new IllegalStateException("Nothing is agreed on");
      }
      secret = null;
      return agreed;
    }

    @Override
    protected int engineGenerateSecret(byte[] into, int offset) throws ShortBufferException {
      if (into.length - offset < X25519.POINT_SIZE) {
        throw new ShortBufferException("X25519 gives " + X25519.POINT_SIZE + " bytes");
      }
      byte[] agreed = engineGenerateSecret();
      System.arraycopy(agreed, 0, into, offset, agreed.length);
      return agreed.length;
    }

    @Override
    protected SecretKey engineGenerateSecret(String algorithm) {
      return new SecretKeySpec(engineGenerateSecret(), algorithm);
    }
  }
}
