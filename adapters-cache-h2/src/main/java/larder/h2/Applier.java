package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import larder.store.Appraisal;
import larder.store.StoreKey;
import larder.store.StoredHead;
import org.jspecify.annotations.Nullable;

/** Applies changes to the shelf, key by key. For one thread. */
final class Applier {
  private final RecordReader reader;
  private final Shelf shelf;
  private final Ghosts ghosts;
  private final Faults faults;
  private final Appraisal appraisal;

  Applier(RecordReader reader, Shelf shelf, Ghosts ghosts, Faults faults, Appraisal appraisal) {
    this.reader = reader;
    this.shelf = shelf;
    this.ghosts = ghosts;
    this.faults = faults;
    this.appraisal = appraisal;
  }

  /** Applies the changes of one key to its records. */
  void apply(StoreKey key, List<Change> changes) throws IOException {
    UriBytes uri = UriBytes.of(key);
    List<H2Response> before = found(key, uri);
    Map<Long, H2Response> after = new HashMap<>();
    Change.applied(changes, before).forEach(stored -> after.put(stored.id(), stored));
    Standing standing = Standing.of(before, uri, shelf);
    for (H2Response stored : before) {
      keep(uri, stored, after.get(stored.id()), standing);
    }
    for (Change change : changes) {
      if (change instanceof Change.Commit commit && standing.isNew(commit.stored())) {
        insert(uri, commit, after.get(commit.stored().id()), standing);
      }
    }
  }

  /**
   * What was stored under the key until now.
   *
   * @param ids of the contents
   * @param main whether one of them is in a main pack
   * @param uses of the one that was used most
   */
  private record Standing(List<Long> ids, boolean main, int uses) {
    private static Standing of(List<H2Response> before, UriBytes uri, Shelf shelf) {
      List<Long> ids = new ArrayList<>(before.size());
      boolean main = false;
      int uses = 0;
      for (H2Response stored : before) {
        long place = stored.stored().place();
        Pack pack = shelf.packs().get(Place.pack(place));
        main |= pack != null && pack.isMain();
        uses = Math.max(uses, shelf.places().uses(uri.hash(), place));
        ids.add(stored.id());
      }
      return new Standing(ids, main, uses);
    }

    private boolean isNew(H2Response stored) {
      return !ids.contains(stored.id());
    }
  }

  /** The responses stored under the key, after removing the damaged and duplicate ones. */
  private List<H2Response> found(StoreKey key, UriBytes uri) throws IOException {
    long[] at = shelf.places().find(uri.hash());
    List<H2Response> found = new ArrayList<>(at.length);
    for (long place : at) {
      try {
        H2Response stored = read(place, key, uri);
        if (stored != null) {
          found.add(stored);
        } else {
          shelf.clear(uri.hash(), place);
        }
      } catch (DamagedException e) {
        faults.isDamaged(key.uri());
        shelf.giveUp(uri.hash(), place);
      }
    }
    for (H2Response superfluous : Twins.takeFrom(found)) {
      boolean shared = found.stream().anyMatch(each -> each.id() == superfluous.id());
      remove(uri, superfluous, !shared);
    }
    return found;
  }

  private @Nullable H2Response read(long place, StoreKey key, UriBytes uri)
      throws IOException, DamagedException {
    try {
      return reader.read(place, key, uri);
    } catch (IOException e) {
      throw shelf.damage(place, e);
    }
  }

  private void keep(UriBytes uri, H2Response stored, @Nullable H2Response after, Standing standing)
      throws IOException {
    if (after == null) {
      remove(uri, stored, true);
    } else if (!after.head().equals(stored.head())) {
      rewrite(uri, stored, after.head(), standing);
    }
  }

  private void remove(UriBytes uri, H2Response stored, boolean withFile) {
    shelf.remove(Batch.Removed.of(uri.hash(), stored.stored()));
    if (withFile && stored.isFile()) {
      shelf.delete(stored.id());
    }
  }

  private void rewrite(UriBytes uri, H2Response stored, StoredHead head, Standing standing)
      throws IOException {
    ByteBuffer kept = kept(stored);
    if (kept == null) {
      remove(uri, stored, true);
      return;
    }
    write(uri, stored.withHead(head), HeadCodec.encode(head), kept, standing);
    shelf.remove(Batch.Removed.of(uri.hash(), stored.stored()));
  }

  /** What the pack keeps of the content; null if it is gone or damaged. */
  private @Nullable ByteBuffer kept(H2Response stored) throws IOException {
    try {
      ByteBuffer known = stored.kept();
      ByteBuffer kept = known != null ? known : readKept(stored.stored());
      return kept != null && Checksum.of(kept) == stored.stored().header().keptSum() ? kept : null;
    } catch (DamagedException e) {
      return null;
    }
  }

  private @Nullable ByteBuffer readKept(Stored stored) throws IOException, DamagedException {
    try {
      return reader.readKept(stored);
    } catch (IOException e) {
      throw shelf.damage(stored.place(), e);
    }
  }

  private void insert(
      UriBytes uri, Change.Commit commit, @Nullable H2Response after, Standing standing)
      throws IOException {
    ByteBuffer kept = commit.stored().kept();
    if (after != null && kept != null) {
      boolean same = after.head().equals(commit.stored().head());
      write(uri, after, same ? commit.encoded() : HeadCodec.encode(after.head()), kept, standing);
    } else if (commit.stored().isFile()) {
      shelf.delete(commit.stored().id());
    }
  }

  private void write(
      UriBytes uri, H2Response response, byte[] head, ByteBuffer kept, Standing standing)
      throws IOException {
    boolean toMain = standing.main() || ghosts.remove(uri.hash());
    RecordHeader of = response.stored().header();
    RecordHeader header =
        new RecordHeader(
            true,
            0,
            uri.octets().length,
            head.length,
            of.length(),
            of.keptSum(),
            of.id(),
            shelf.nextSequence());
    long place = shelf.write(toMain, uri.octets(), head, kept, header);
    shelf.put(
        Entry.of(
            uri.hash(),
            place,
            header,
            appraisal.of(response.key(), response.head()),
            standing.uses()),
        response.groups());
  }
}
