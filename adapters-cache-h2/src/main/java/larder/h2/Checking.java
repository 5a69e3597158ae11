package larder.h2;

import java.io.IOException;
import java.util.Optional;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.store.InventoryPort.Watch;
import larder.store.Verification;

/** Reads each response, or what has replaced it, and compares it with its checksums. */
final class Checking implements Walk.Visitor {
  private final Lookup lookup;
  private final Verification verification;

  Checking(Lookup lookup, Watch watch) {
    this.lookup = lookup;
    this.verification = new Verification(watch);
  }

  @Override
  public boolean visit(H2Response stored) throws IOException, TransferException {
    Optional<H2Response> next = Optional.of(stored);
    while (next.isPresent()) {
      next = read(next.get());
    }
    return true;
  }

  /** Reads one; returns the one to read instead if that one has replaced it meanwhile. */
  private Optional<H2Response> read(H2Response stored) throws IOException, TransferException {
    try {
      verification.read(stored);
      return Optional.empty();
    } catch (TransferException e) {
      if (stored.isDamaged()) {
        verification.isDamaged();
        return Optional.empty();
      }
      Optional<H2Response> now =
          e.side() == Side.STORE ? lookup.inPlaceOf(stored) : Optional.of(stored);
      if (now.isPresent() && now.get().id() == stored.id()) {
        throw e;
      }
      return now;
    }
  }

  @Override
  public void damaged() throws TransferException {
    verification.isDamaged();
  }

  Verification verification() {
    return verification;
  }
}
