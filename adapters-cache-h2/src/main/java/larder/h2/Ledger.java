package larder.h2;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import larder.store.Appraisal;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue has yet to note, now and then and all at once. What a killed process had not
 * noted is read from the packs again. For one thread.
 */
final class Ledger {
  private final OpenedStore opened;
  private final CatalogKeeper keeper;
  private final Packs packs;
  private final KnownAges ages;
  private final Appraisal appraisal;
  private final Map<Integer, Entries> sealed = new LinkedHashMap<>();
  private final Set<Integer> dropped = new HashSet<>();

  private long notedDistrusted;

  Ledger(OpenedStore opened, Appraisal appraisal) {
    this.opened = opened;
    this.keeper = opened.keeper();
    this.packs = opened.packs();
    this.ages = opened.ages();
    this.appraisal = appraisal;
    this.notedDistrusted = ages.distrustedBelow();
  }

  /** Collects the records of packs that are full. */
  void seal(List<Entries> full) {
    for (Entries entries : full) {
      sealed.put(entries.pack(), entries);
      Pack pack = packs.get(entries.pack());
      if (pack != null) {
        pack.setRecords(entries);
      }
    }
  }

  /** Collects that a pack is gone. */
  void drop(int pack) {
    sealed.remove(pack);
    dropped.add(pack);
  }

  boolean isEmpty() {
    return sealed.isEmpty() && dropped.isEmpty();
  }

  /** Notes group members at once. */
  void add(Set<Catalog.Member> members) throws SQLException, IOException {
    keeper.change(catalog -> catalog.add(members), this::rebuild);
  }

  /** Notes which ages are not known, if that has changed. */
  void noteAges() throws SQLException, IOException {
    long distrusted = ages.distrustedBelow();
    if (distrusted != notedDistrusted) {
      keeper.change(catalog -> catalog.distrustBelow(distrusted), this::rebuild);
      notedDistrusted = distrusted;
    }
  }

  /** Notes all that was collected. */
  void note(Instant now) throws SQLException, IOException {
    keeper.change(catalog -> catalog.note(sealed.values(), dropped, now), this::rebuild);
    sealed.clear();
    dropped.clear();
  }

  /** Notes the records that are still stored in some packs. */
  void note(Collection<Entries> settled, Instant now) throws SQLException, IOException {
    keeper.change(catalog -> catalog.note(settled, List.of(), now), this::rebuild);
  }

  /** Tells a catalogue what all packs contain, and what is known nowhere else. */
  private void rebuild(Catalog catalog) throws SQLException, IOException {
    catalog.setRun(opened.run());
    catalog.setBound(opened.bound());
    catalog.distrustBelow(ages.distrustedBelow());
    PackContents contents = new PackContents(appraisal);
    for (Pack pack : packs.oldestFirst()) {
      Entries entries = contents.entries(pack);
      if (pack.isSealed()) {
        sealed.putIfAbsent(pack.number(), entries);
      }
    }
    catalog.add(contents.members());
  }

  /** The records of a sealed pack; read from the pack if they are not known otherwise. */
  Entries entries(Pack pack) throws IOException {
    Entries entries = sealed.get(pack.number());
    if (entries == null) {
      entries = inCatalog(pack.number());
    }
    return entries == null ? new PackContents(appraisal).entries(pack) : entries;
  }

  private @Nullable Entries inCatalog(int pack) {
    try {
      return keeper.catalog().entries(pack);
    } catch (SQLException | DamagedException | RuntimeException e) {
      return null;
    }
  }
}
