package larder.caching;

import java.util.ArrayList;
import java.util.List;
import larder.http.ContentRange;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** Finds what a new stored response makes useless, although the store keeps it next to it. */
public final class Superseded {
  private Superseded() {}

  /**
   * The parts, selected by the same requests, that the new response supersedes: all if it is whole,
   * and those that it contains if it is a part.
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

  /** Whether it is of the same representation, and not the one that the store itself replaces. */
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
