package larder.forwarding;

import java.time.Duration;
import larder.caching.Reason;
import larder.caching.Storing;
import larder.http.FieldNames;
import larder.http.Fields;
import org.jspecify.annotations.Nullable;

/** Adds our member to {@code Cache-Status}, after those already there (RFC 9211, section 2). */
final class CacheStatus {
  private final String name;
  private final boolean tellsKey;

  /**
   * @param tellsKey whether to name the key of the stored response
   */
  CacheStatus(String name, boolean tellsKey) {
    this.name = name;
    this.tellsKey = tellsKey;
  }

  /**
   * For an answer from the store, without asking the origin.
   *
   * @param inquiry its key and rule are named
   */
  void addHit(Fields.Builder fields, Reason reason, Duration remaining, Inquiry inquiry) {
    StringBuilder member = new StringBuilder(48).append(name).append("; hit; ttl=");
    member.append(remaining.toSeconds());
    add(fields, member, reason == Reason.FRESH ? "" : reason.word(), inquiry);
  }

  /** For an answer from the store, after asking the origin. */
  void addValidated(
      Fields.Builder fields, Reason asked, Reason outcome, Duration remaining, Inquiry inquiry) {
    StringBuilder member = forwarded(asked).append("; ttl=").append(remaining.toSeconds());
    add(fields, member, outcome.word(), inquiry);
  }

  /** For an answer from another exchange's fetch (section 2.6). */
  void addCollapsed(Fields.Builder fields, Reason asked, Inquiry inquiry) {
    StringBuilder member = forwarded(asked).append("; collapsed");
    add(fields, member, "", inquiry);
  }

  /**
   * For an answer from the origin.
   *
   * @param kept whether the response is being stored
   * @param waited whether this exchange waited in vain for another exchange's fetch
   */
  void addForwarded(
      Fields.Builder fields,
      Reason asked,
      int originStatus,
      Storing storing,
      boolean kept,
      boolean waited,
      Inquiry inquiry) {
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
    add(fields, member, detail, inquiry);
  }

  private StringBuilder forwarded(Reason asked) {
    StringBuilder member = new StringBuilder(64).append(name);
    if (asked.forward() != null) {
      member.append("; fwd=").append(asked.forward());
    }
    return member;
  }

  private void add(Fields.Builder fields, StringBuilder member, String detail, Inquiry inquiry) {
    addDetail(member, detail, inquiry.policy().rule());
    if (tellsKey) {
      addKey(member, inquiry.key().uri());
    }
    fields.copy(FieldNames.CACHE_STATUS, member.toString());
  }

  /** A token (RFC 9651, section 3.3.4): {@code no-store}, {@code no-store/rule:mine}. */
  private static void addDetail(StringBuilder member, String word, @Nullable String rule) {
    if (rule == null) {
      member.append(word.isEmpty() ? "" : "; detail=").append(word);
      return;
    }
    member.append("; detail=").append(word).append(word.isEmpty() ? "rule:" : "/rule:");
    member.append(rule);
  }

  /** A string (RFC 9651, section 3.3.3; RFC 9211, section 2.7). */
  private static void addKey(StringBuilder member, String uri) {
    member.append("; key=\"");
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c == '"' || c == '\\') {
        member.append('\\');
      }
      member.append(c);
    }
    member.append('"');
  }
}
