package larder.h2;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the pack to be taken apart next, if any. For one thread.
 *
 * <p>Packs with unreadable bytes come first, then packs in which much is dead, or stale if there is
 * no room. Then comes the oldest pack, as in S3-FIFO: new records have a tenth of the store to
 * prove their worth, and are moved to a main pack if they were used; a record in a main pack stays
 * for as many rounds as it was used. So both frequency and recency count, and a scan pushes out new
 * records only.
 */
final class VictimChoice {
  /** The share of new records: one part in this many. */
  private static final int NEW_SHARE = 10;

  /** A pack is worn if one part in this many is dead or stale. */
  private static final int WORN_SHARE = 4;

  /** With room left, one part in this many of all may be dead, plus {@link #DEAD_BYTES}. */
  private static final int DEAD_SHARE = 12;

  /** When all room is to be given back, one part in this many of a pack may be dead. */
  private static final int LITTLE_SHARE = 100;

  private static final long DEAD_BYTES = 1 << 20;

  private final Shelf shelf;
  private final Room room;
  private final InstantSource clock;
  private boolean sparesLittle;

  VictimChoice(Shelf shelf, Room room, InstantSource clock) {
    this.shelf = shelf;
    this.room = room;
    this.clock = clock;
  }

  /** Null if no pack needs to be taken apart. */
  @Nullable Victim next() throws IOException {
    for (Pack pack : shelf.packs().oldestFirst()) {
      if (pack.isBroken()) {
        return broken(pack);
      }
    }
    if (room.isScarce()) {
      Victim victim = nextOfScarce();
      if (victim == null) {
        shelf.seal();
        victim = nextOfScarce();
      }
      return victim;
    }
    if (isTooMuchDead() || sparesLittle) {
      return mostDead(sparesLittle ? 1.0 / LITTLE_SHARE : 1.0 / DEAD_SHARE / 2);
    }
    return null;
  }

  private Victim broken(Pack pack) throws IOException {
    if (!pack.isSealed()) {
      shelf.seal();
    }
    return victim(pack, Victim.Why.DEAD);
  }

  /** Sets whether packs are taken apart of which little is dead. */
  void sparesLittle(boolean so) {
    sparesLittle = so;
  }

  private @Nullable Victim nextOfScarce() throws IOException {
    long now = clock.instant().getEpochSecond();
    Pack worn = null;
    Pack oldestNew = null;
    Pack oldestMain = null;
    long newBytes = 0;
    for (Pack pack : shelf.packs().oldestFirst()) {
      newBytes += pack.isMain() ? 0 : pack.bytes() + pack.census().fileBytes();
      if (!pack.isSealed()) {
        continue;
      }
      if (pack.isMain()) {
        oldestMain = oldestMain == null ? pack : oldestMain;
      } else {
        oldestNew = oldestNew == null ? pack : oldestNew;
      }
      if (worn == null || pack.wornShare(now) > worn.wornShare(now)) {
        worn = pack;
      }
    }
    if (worn != null && worn.wornShare(now) >= 1.0 / WORN_SHARE) {
      return victim(worn, Victim.Why.WORN);
    }
    boolean isNewOverShare = newBytes > room.target() / NEW_SHARE;
    if (oldestNew != null && (isNewOverShare || oldestMain == null)) {
      return victim(oldestNew, Victim.Why.OLDEST_NEW);
    }
    if (isNewOverShare && oldestMain != null) {
      return null;
    }
    return oldestMain == null ? null : victim(oldestMain, Victim.Why.OLDEST_MAIN);
  }

  private boolean isTooMuchDead() {
    long all = shelf.packs().bytes();
    long dead = all - shelf.packs().recordBytes();
    return dead > all / DEAD_SHARE + DEAD_BYTES;
  }

  private @Nullable Victim mostDead(double leastShare) throws IOException {
    Pack most = null;
    List<Pack> packs = shelf.packs().oldestFirst();
    for (Pack pack : packs) {
      if (pack.isSealed() && (most == null || pack.deadShare() > most.deadShare())) {
        most = pack;
      }
    }
    return most == null || most.deadShare() < leastShare ? null : victim(most, Victim.Why.DEAD);
  }

  private Victim victim(Pack pack, Victim.Why why) throws IOException {
    return new Victim(pack, shelf.entries(pack), why, clock.instant().getEpochSecond());
  }
}
