package larder.caching;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import larder.http.Fields;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/** Selects the stored responses that could answer a request (RFC 9111, sections 4 and 4.1). */
final class ResponseSelection {
  private ResponseSelection() {}

  /**
   * The most recent response that matches, by its {@code Date}; among equals the one received last,
   * which comes first. Null if none matches.
   */
  static @Nullable StoredResponse mostRecent(Fields request, List<StoredResponse> stored) {
    WantedVariant wanted = new WantedVariant(request);
    StoredResponse chosen = null;
    Instant latest = Instant.MIN;
    for (int i = 0; i < stored.size(); i++) {
      StoredResponse response = stored.get(i);
      if (isWhole(response) && wanted.matches(response.head())) {
        Instant date = stored.size() == 1 ? Instant.MAX : dateOf(response.head());
        if (date.isAfter(latest)) {
          chosen = response;
          latest = date;
        }
      }
    }
    return chosen;
  }

  /** All responses that match, the most recent first. */
  static List<StoredResponse> matching(
      Fields request, List<StoredResponse> stored, StoredResponse mostRecent) {
    List<StoredResponse> matching = new ArrayList<>();
    matching.add(mostRecent);
    for (StoredResponse response : stored) {
      if (!response.equals(mostRecent)
          && isWhole(response)
          && Vary.matches(request, response.head())) {
        matching.add(response);
      }
    }
    return matching;
  }

  /** Whether it is whole; for parts see {@link Parts}. */
  static boolean isWhole(StoredResponse response) {
    return !StoredPart.isPart(response.head());
  }

  static Instant dateOf(StoredHead head) {
    return Dates.dateValue(head.fields(), head.receivedAt());
  }
}
