package larder.caching;

import java.util.ArrayList;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** What a newly stored response makes useless, though a store keeps it beside the new one. */
public final class Superseded {
  private Superseded() {}

  /**
   * The parts of what is now stored whole, as far as the same requests select them.
   *
   * @param found what was stored before under the same key
   */
  public static List<StoredResponse> by(StoredHead stored, List<StoredResponse> found) {
    List<StoredResponse> superseded = new ArrayList<>();
    for (StoredResponse response : found) {
      if (StoredPart.isPart(response.head())
          && !StoredPart.isPart(stored)
          && withoutRange(response).equals(stored.selecting())) {
        superseded.add(response);
      }
    }
    return superseded;
  }

  private static Fields withoutRange(StoredResponse part) {
    return part.head().selecting().without(FieldNames.RANGE);
  }
}
