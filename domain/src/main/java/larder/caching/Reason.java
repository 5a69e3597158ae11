package larder.caching;

import org.jspecify.annotations.Nullable;

/**
 * The reason for a decision: the closed set that {@code Cache-Status}, the access log and the
 * metrics share. The words for forwarding are those of RFC 9211, section 2.2.
 */
public enum Reason {
  // Answered from the store.
  FRESH("fresh", null, "RFC 9111, section 4.2"),
  STALE_ALLOWED_BY_REQUEST("max-stale", null, "RFC 9111, section 5.2.1.2"),
  STALE_WHILE_REVALIDATE("stale-while-revalidate", null, "RFC 5861, section 3"),
  STALE_ON_ERROR("stale-if-error", null, "RFC 9111, section 4.2.4"),
  OFFLINE("offline", null, "RFC 9111, section 4.2.4"),
  FRESHENED("freshened", "stale", "RFC 9111, section 4.3.4"),

  // Asked the origin.
  METHOD("method", "method", "RFC 9111, section 4"),
  NOTHING_STORED("uri-miss", "uri-miss", "RFC 9111, section 4"),
  NO_VARIANT("vary-miss", "vary-miss", "RFC 9111, section 4.1"),
  STALE("stale", "stale", "RFC 9111, section 4.2"),
  RESPONSE_NO_CACHE("response-no-cache", "stale", "RFC 9111, section 5.2.2.4"),
  REQUEST_NO_CACHE("request-no-cache", "request", "RFC 9111, section 5.2.1.4"),
  REQUEST_MAX_AGE("request-max-age", "request", "RFC 9111, section 5.2.1.1"),
  REQUEST_MIN_FRESH("request-min-fresh", "request", "RFC 9111, section 5.2.1.3"),
  REQUEST_NO_STORE("request-no-store", "request", "RFC 9111, section 5.2.1.5"),
  REQUEST_RANGE("request-range", "uri-miss", "RFC 9111, section 4"),
  INCOMPLETE("incomplete", "partial", "RFC 9111, section 3.3"),
  REQUEST_PRECONDITION("request-precondition", "bypass", "RFC 9110, section 13.1"),
  REQUEST_CONTENT("request-content", "bypass", "RFC 9110, section 9.3.1"),
  UPGRADE("upgrade", "bypass", "RFC 9110, section 7.8"),
  NEVER_STORED("never-stored", "bypass", "RFC 9111, section 3"),
  MIXED_ADDRESSES("mixed-addresses", "bypass", "RFC 9111, section 7.3"),
  STORE_FAILED("store-failed", "bypass", "RFC 9111, section 4"),
  ONLY_IF_CACHED("only-if-cached", null, "RFC 9111, section 5.2.1.7"),
  OFFLINE_PROHIBITED("offline-prohibited", null, "RFC 9111, section 5.2.2.2"),

  // Stored, or not.
  EXPLICIT_FRESHNESS("explicit-freshness", null, "RFC 9111, section 4.2.1"),
  HEURISTIC_FRESHNESS("heuristic-freshness", null, "RFC 9111, section 4.2.2"),
  FALLBACK_FRESHNESS("fallback-freshness", null, "RFC 9111, section 4.2.2"),
  RULE_FRESHNESS("rule-freshness", null, "RFC 9111, section 4.2"),
  FIXED_FRESHNESS("fixed-freshness", null, "RFC 9111, section 4.2.2"),
  VALIDATOR_ONLY("validator-only", null, "RFC 9111, section 4.3"),
  RULE_KEEPS("rule-keeps", null, "RFC 9111, section 4.2.4"),
  STATUS("status", null, "RFC 9111, section 3"),
  NO_STORE("no-store", null, "RFC 9111, section 5.2.2.5"),
  PRIVATE("private", null, "RFC 9111, section 5.2.2.7"),
  AUTHORIZATION("authorization", null, "RFC 9111, section 3.5"),
  SET_COOKIE("set-cookie", null, "RFC 9111, section 7.3"),
  NO_LIFETIME("no-lifetime", null, "RFC 9111, section 3"),
  REQUESTS_FAULT("requests-fault", null, "RFC 9110, section 15.5"),
  VARY_ANY("vary-any", null, "RFC 9111, section 4.1"),
  RULE("rule", null, "RFC 9111, section 3"),
  PARTIAL("partial", null, "RFC 9111, section 3.3"),

  // The outcome of a validation.
  NEW_RESPONSE("new-response", "stale", "RFC 9111, section 4.3.3"),
  CLIENT_VALIDATED("client-validated", "stale", "RFC 9111, section 4.3.2"),
  COMPLETED("completed", "partial", "RFC 9111, section 3.4"),
  UNFIT_PART("unfit-part", "partial", "RFC 9111, section 3.4"),
  UNIDENTIFIED("unidentified", "stale", "RFC 9111, section 4.3.4"),
  ORIGIN_FAILED("origin-failed", "stale", "RFC 9111, section 4.3.3");

  private final String word;
  private final @Nullable String forward;
  private final String section;

  Reason(String word, @Nullable String forward, String section) {
    this.word = word;
    this.forward = forward;
    this.section = section;
  }

  /** Whether it says why a response that could have been stored was not. */
  public boolean forbidsStoring() {
    return switch (this) {
      case STATUS,
          NO_STORE,
          PRIVATE,
          AUTHORIZATION,
          SET_COOKIE,
          NO_LIFETIME,
          REQUESTS_FAULT,
          VARY_ANY,
          RULE ->
          true;
      default -> false;
    };
  }

  /** The word for logs, metrics and the {@code detail} of {@code Cache-Status}. */
  public String word() {
    return word;
  }

  /** The {@code fwd} of {@code Cache-Status}; null where the origin was not asked. */
  public @Nullable String forward() {
    return forward;
  }

  /** The section that the decision carries out. */
  public String section() {
    return section;
  }
}
