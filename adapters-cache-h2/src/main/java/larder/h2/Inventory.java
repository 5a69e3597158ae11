package larder.h2;

import java.io.IOException;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.InventoryPort;
import larder.store.StoreSpace;

/** The upkeep of a store on disk. Safe for all threads. */
final class Inventory implements InventoryPort {
  private final H2Store store;
  private final ReadingFaults faults;
  private final Walk walk;
  private final Writer writer;
  private final Room room;
  private final long bound;

  Inventory(H2Store store, ReadingFaults faults, Walk walk, Writer writer, Room room, long bound) {
    this.store = store;
    this.faults = faults;
    this.walk = walk;
    this.writer = writer;
    this.room = room;
    this.bound = bound;
  }

  @Override
  public void visit(Visitor visitor) throws TransferException {
    go(visitor::visit);
  }

  private void go(Walk.Visitor visitor) throws TransferException {
    if (!store.isOpen()) {
      return;
    }
    store.flush();
    try {
      walk.go(visitor);
    } catch (IOException e) {
      faults.fails(e);
      throw new TransferException(
          Side.STORE, Kind.FAILED, "Not all that is stored could be read", e);
    }
  }

  @Override
  public Verified verify(Watch watch) throws TransferException {
    Checking checking = new Checking(walk.lookup(), watch);
    go(checking);
    Verified verified = checking.verification().ended();
    if (verified.damaged() > 0) {
      settle();
    }
    return verified;
  }

  @Override
  public void settle() throws TransferException {
    store.flush();
    store.refuseIfUnusable();
  }

  @Override
  public void compact() throws TransferException {
    writer.compactNext();
    settle();
  }

  @Override
  public void distrustAges() {
    store.distrustAges();
  }

  @Override
  public StoreSpace space() {
    return new StoreSpace(store.size(), room.taken(), bound);
  }
}
