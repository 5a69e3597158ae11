package larder.forwarding;

import java.time.Duration;
import larder.caching.Reason;
import larder.caching.Storing;
import larder.http.FieldNames;
import larder.http.Fields;

/** Our member of {@code Cache-Status}, after the ones that are there (RFC 9211, section 2). */
final class CacheStatus {
  private final String name;

  CacheStatus(String name) {
    this.name = name;
  }

  /** Answered from the store without asking. */
  void addHit(Fields.Builder fields, Reason reason, Duration remaining) {
    StringBuilder member = new StringBuilder(48).append(name).append("; hit; ttl=");
    member.append(remaining.toSeconds());
    if (reason != Reason.FRESH) {
      member.append("; detail=").append(reason.word());
    }
    fields.copy(FieldNames.CACHE_STATUS, member.toString());
  }

  /** Answered from the store after the origin was asked. */
  void addValidated(Fields.Builder fields, Reason asked, Reason outcome, Duration remaining) {
    StringBuilder member = forwarded(asked).append("; ttl=").append(remaining.toSeconds());
    fields.copy(
        FieldNames.CACHE_STATUS, member.append("; detail=").append(outcome.word()).toString());
  }

  /** Answered from another exchange's fetch (section 2.6). */
  void addCollapsed(Fields.Builder fields, Reason asked) {
    fields.copy(FieldNames.CACHE_STATUS, forwarded(asked).append("; collapsed").toString());
  }

  /**
   * Answered by the origin.
   *
   * @param kept whether the response is being stored
   * @param waited whether it waited in vain for another exchange's fetch
   */
  void addForwarded(
      Fields.Builder fields,
      Reason asked,
      int originStatus,
      Storing storing,
      boolean kept,
      boolean waited) {
    StringBuilder member = forwarded(asked).append("; fwd-status=").append(originStatus);
    if (kept) {
      member.append("; stored");
    }
    if (waited) {
      member.append("; collapsed=?0");
    }
    String detail =
        switch (storing) {
          case Storing.Store store -> kept ? "" : Reason.STORE_FAILED.word();
          case Storing.DoNotStore not -> not.reason().word();
        };
    if (!detail.isEmpty()) {
      member.append("; detail=").append(detail);
    }
    fields.copy(FieldNames.CACHE_STATUS, member.toString());
  }

  private StringBuilder forwarded(Reason asked) {
    StringBuilder member = new StringBuilder(64).append(name);
    if (asked.forward() != null) {
      member.append("; fwd=").append(asked.forward());
    }
    return member;
  }
}
