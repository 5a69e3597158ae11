package larder.tls;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import larder.access.IpRange;
import larder.http.IpAddress;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.jspecify.annotations.Nullable;

/**
 * Converts a scope to the name constraints of a certificate (RFC 5280, section 4.2.1.10), and back.
 */
final class Constraints {
  /** A domain that does not exist (RFC 2606); permitted alone if the scope has only addresses. */
  private static final String NOBODYS = "invalid";

  private Constraints() {}

  /**
   * A certificate does not constrain kinds of names that it does not mention, so this mentions
   * both.
   */
  static NameConstraints of(Scope scope) {
    List<GeneralSubtree> permitted = new ArrayList<>();
    for (String domain : scope.domains().isEmpty() ? List.of(NOBODYS) : scope.domains()) {
      permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)));
    }
    for (IpRange range : scope.ranges()) {
      permitted.add(new GeneralSubtree(name(range)));
    }
    GeneralSubtree @Nullable [] excluded =
        scope.ranges().isEmpty() ? new GeneralSubtree[] {everyAddress(4), everyAddress(16)} : null;
    return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), excluded);
  }

  private static GeneralSubtree everyAddress(int bytes) {
    return new GeneralSubtree(
        new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[2 * bytes])));
  }

  /** The address, followed by a mask of the same length. */
  private static GeneralName name(IpRange range) {
    byte[] address = InetAddress.ofLiteral(range.address().toString()).getAddress();
    byte[] both = Arrays.copyOf(address, 2 * address.length);
    for (int bit = 0; bit < range.bits(); bit++) {
      both[address.length + bit / 8] |= (byte) (0x80 >> bit % 8);
    }
    for (int i = 0; i < address.length; i++) {
      both[i] &= both[address.length + i];
    }
    return new GeneralName(GeneralName.iPAddress, new DEROctetString(both));
  }

  /** Reads the scope of one of our certificates. */
  static Scope of(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.nameConstraints.getId());
    if (extension == null) {
      return Scope.EVERYTHING;
    }
    NameConstraints constraints =
        NameConstraints.getInstance(ASN1OctetString.getInstance(extension).getOctets());
    List<String> domains = new ArrayList<>();
    List<IpRange> ranges = new ArrayList<>();
    for (GeneralSubtree subtree : constraints.getPermittedSubtrees()) {
      GeneralName name = subtree.getBase();
      if (name.getTagNo() == GeneralName.dNSName) {
        domains.add(name.getName().toString());
      } else {
        ranges.add(range(ASN1OctetString.getInstance(name.getName()).getOctets()));
      }
    }
    domains.remove(NOBODYS);
    return new Scope(false, domains, ranges);
  }

  private static IpRange range(byte[] both) {
    int length = both.length / 2;
    int bits = 0;
    for (int i = length; i < both.length; i++) {
      bits += Integer.bitCount(both[i] & 0xff);
    }
    return new IpRange(IpAddress.of(Arrays.copyOf(both, length)), bits);
  }
}
