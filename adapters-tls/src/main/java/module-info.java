import org.jspecify.annotations.NullMarked;

/**
 * Certificates: the authority that signs for intercepted hosts, and the authorities trusted for
 * origins.
 */
@NullMarked
module larder.tls {
  requires transitive larder.domain;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires static org.jspecify;

  exports larder.tls;
}
