import org.jspecify.annotations.NullMarked;

/** Certificates: an authority for hosts whose TLS ends at the proxy, and whom to trust. */
@NullMarked
module larder.tls {
  requires transitive larder.domain;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires static org.jspecify;

  exports larder.tls;
}
