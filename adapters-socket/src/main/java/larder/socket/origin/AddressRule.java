package larder.socket.origin;

import java.net.InetSocketAddress;

/** Which addresses may be connected to. Asked once a name has been resolved, before dialling. */
@FunctionalInterface
public interface AddressRule {
  /** Every address. */
  AddressRule ALL = address -> true;

  /** Safe for all threads; must not block. */
  boolean allows(InetSocketAddress address);
}
