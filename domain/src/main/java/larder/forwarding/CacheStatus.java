package larder.forwarding;

import java.time.Duration;
import larder.caching.Reason;
import larder.caching.Storing;
import larder.http.FieldNames;
import larder.http.Fields;
import org.jspecify.annotations.Nullable;

/** Our member of {@code Cache-Status}, after the ones that are there (RFC 9211, section 2). */
final class CacheStatus {
  private final String name;

  CacheStatus(String name) {
    this.name = name;
  }

  /**
   * Answered from the store without asking.
   *
   * @param rule the user's rule that holds; null if none does
   */
  void addHit(Fields.Builder fields, Reason reason, Duration remaining, @Nullable String rule) {
    StringBuilder member = new StringBuilder(48).append(name).append("; hit; ttl=");
    member.append(remaining.toSeconds());
    addDetail(member, reason == Reason.FRESH ? "" : reason.word(), rule);
    add(fields, member);
  }

  /** Answered from the store after the origin was asked. */
  void addValidated(
      Fields.Builder fields,
      Reason asked,
      Reason outcome,
      Duration remaining,
      @Nullable String rule) {
    StringBuilder member = forwarded(asked).append("; ttl=").append(remaining.toSeconds());
    addDetail(member, outcome.word(), rule);
    add(fields, member);
  }

  /** Answered from another exchange's fetch (section 2.6). */
  void addCollapsed(Fields.Builder fields, Reason asked, @Nullable String rule) {
    StringBuilder member = forwarded(asked).append("; collapsed");
    addDetail(member, "", rule);
    add(fields, member);
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
      boolean waited,
      @Nullable String rule) {
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
    addDetail(member, detail, rule);
    add(fields, member);
  }

  private StringBuilder forwarded(Reason asked) {
    StringBuilder member = new StringBuilder(64).append(name);
    if (asked.forward() != null) {
      member.append("; fwd=").append(asked.forward());
    }
    return member;
  }

  /** A token as RFC 9651, section 3.3.4 has it: {@code no-store}, {@code no-store/rule:mine}. */
  private static void addDetail(StringBuilder member, String word, @Nullable String rule) {
    if (rule == null) {
      member.append(word.isEmpty() ? "" : "; detail=").append(word);
      return;
    }
    member.append("; detail=").append(word).append(word.isEmpty() ? "rule:" : "/rule:");
    member.append(rule);
  }

  private static void add(Fields.Builder fields, StringBuilder member) {
    fields.copy(FieldNames.CACHE_STATUS, member.toString());
  }
}
