package larder.h2;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which pack is taken apart next, if one is to be. For one thread.
 *
 * <p>Packs of which something cannot be read go at once. Packs in which much is dead go first, or
 * not fresh any more where there is no room. Then the oldest, as S3-FIFO has it: what is new has a
 * tenth of the store to prove its worth in, and is moved to a main pack if it was asked for; what
 * is in a main pack stays for as many rounds as it was asked for. So frequency and recency count,
 * and a scan pushes out what is new alone.
 */
final class VictimChoice {
  /** The share of what is new: one part of so many. */
  private static final int NEW_SHARE = 10;

  /** One part of so many of a pack is dead or not fresh: it is worn. */
  private static final int WORN_SHARE = 4;

  /** Where nothing must go, one part of so many may be dead in all, and so much besides. */
  private static final int DEAD_SHARE = 12;

  /** Where all room is to be given back, one part of so many of a pack may be dead. */
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

  /** Null if all can stay as it is. */
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

  /** Whether packs are taken apart of which little is dead. */
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
