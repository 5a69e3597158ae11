package larder.caching;

import java.util.ArrayList;
import java.util.List;
import larder.http.ContentRange;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** What a newly stored response makes useless, though a store keeps it beside the new one. */
public final class Superseded {
  private Superseded() {}

  /**
   * The parts of what is now stored, as far as the same requests select them: all of them if it is
   * whole, and those that a part holds too if it is one.
   *
   * @param found what was stored before under the same key
   */
  public static List<StoredResponse> by(StoredHead stored, List<StoredResponse> found) {
    List<StoredResponse> superseded = new ArrayList<>();
    for (StoredResponse response : found) {
      if (StoredPart.isPart(response.head())
          && withoutRange(response.head()).equals(withoutRange(stored))
          && (!StoredPart.isPart(stored) || isWithin(response.head(), stored))) {
        superseded.add(response);
      }
    }
    return superseded;
  }

  private static Fields withoutRange(StoredHead head) {
    return head.selecting().without(FieldNames.RANGE);
  }

  /** Of the same representation, and not the very one that the store replaces by itself. */
  private static boolean isWithin(StoredHead part, StoredHead stored) {
    ContentRange inner = StoredPart.named(part);
    ContentRange outer = StoredPart.named(stored);
    String strong = Validators.strong(stored);
    return inner != null
        && outer != null
        && strong != null
        && strong.equals(Validators.strong(part))
        && !part.selecting().equals(stored.selecting())
        && outer.range().contains(inner.range());
  }
}
