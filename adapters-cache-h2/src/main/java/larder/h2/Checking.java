package larder.h2;

import java.io.IOException;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.store.InventoryPort.Watch;
import larder.store.Verification;

/** Reads each response and compares it with its checksums. */
final class Checking implements Walk.Visitor {
  private final Lookup lookup;
  private final Verification verification;

  Checking(Lookup lookup, Watch watch) {
    this.lookup = lookup;
    this.verification = new Verification(watch);
  }

  @Override
  public boolean visit(H2Response stored) throws IOException, TransferException {
    try {
      verification.read(stored);
    } catch (TransferException e) {
      if (stored.isDamaged()) {
        verification.isDamaged();
      } else if (e.side() != Side.STORE || lookup.has(stored)) {
        throw e;
      } // else it was removed meanwhile
    }
    return true;
  }

  @Override
  public void damaged() throws TransferException {
    verification.isDamaged();
  }

  Verification verification() {
    return verification;
  }
}
