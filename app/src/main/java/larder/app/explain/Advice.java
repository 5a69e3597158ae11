package larder.app.explain;

import larder.caching.Reason;

/** Says what would make a request a hit. */
final class Advice {
  private Advice() {}

  /** One sentence; empty if nothing needs to change. */
  static String on(Reason reason) {
    return switch (reason) {
      case FRESH,
          STALE_ALLOWED_BY_REQUEST,
          STALE_WHILE_REVALIDATE,
          STALE_ON_ERROR,
          OFFLINE,
          FRESHENED,
          EXPLICIT_FRESHNESS,
          HEURISTIC_FRESHNESS,
          FALLBACK_FRESHNESS,
          RULE_FRESHNESS,
          FIXED_FRESHNESS ->
          "";
      case METHOD -> "Only GET and HEAD are answered from the store.";
      case NOTHING_STORED -> "Ask for it once: the answer is stored if it may be.";
      case NO_VARIANT ->
          "Ask with the selecting fields that a stored response has, or let the origin name fewer"
              + " in Vary.";
      case STALE ->
          "Let the origin send a longer max-age, or give it one with --rule '... min=1h'.";
      case RESPONSE_NO_CACHE ->
          "Let the origin send no no-cache, or overlook it with --rule '... ignore=no-cache'.";
      case REQUEST_NO_CACHE, REQUEST_MAX_AGE, REQUEST_MIN_FRESH, REQUEST_NO_STORE ->
          "Let the client ask without that directive, or overlook it with --rule '..."
              + " ignore=reload'.";
      case REQUEST_RANGE -> "Ask once without Range: any range is served from the whole.";
      case INCOMPLETE -> "Ask once without Range: what is missing is fetched, and all of it kept.";
      case REQUEST_PRECONDITION -> "Let the client ask without If-Match and If-Unmodified-Since.";
      case UPGRADE -> "Let the client ask without Upgrade.";
      case REQUEST_CONTENT -> "Let the client ask without content.";
      case MIXED_ADDRESSES ->
          "Some addresses of the host are out of the client's reach: see --allow-host and"
              + " --deny-host.";
      case STORE_FAILED -> "See the messages of the proxy for what is wrong with the store.";
      case ONLY_IF_CACHED -> "Let the client ask without only-if-cached.";
      case OFFLINE_PROHIBITED ->
          "Ask without --offline, or overlook what its origin says with --rule '... min=30d"
              + " ignore=no-cache,must-revalidate'.";
      case NEVER_STORED, RULE -> "A rule of yours says never: take it away.";
      case VALIDATOR_ONLY, NO_LIFETIME, RULE_KEEPS ->
          "Let the origin send max-age, or give it a lifetime with --cache-expiry or"
              + " --rule '... fallback=1h'.";
      case STATUS -> "Let the origin send max-age with this status.";
      case NO_STORE ->
          "Let the origin send no no-store, or overlook it with --rule '... ignore=no-store'.";
      case PRIVATE ->
          "It is for one user. If it is not, overlook that with --rule '... ignore=private'.";
      case AUTHORIZATION ->
          "It was asked for with credentials: let the origin send public or s-maxage.";
      case SET_COOKIE ->
          "It sets a cookie: let the origin send public or max-age if all may have it.";
      case REQUESTS_FAULT ->
          "Ask with the usual fields alone: this error may be the answer to an odd request.";
      case VARY_ANY -> "Let the origin name the selecting fields in Vary, and not '*'.";
      case PARTIAL -> "Ask once without Range.";
      case NEW_RESPONSE, CLIENT_VALIDATED, COMPLETED, UNFIT_PART, UNIDENTIFIED, ORIGIN_FAILED -> "";
    };
  }
}
