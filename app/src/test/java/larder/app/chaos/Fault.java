package larder.app.chaos;

/** What an origin does with one request. */
enum Fault {
  /** Nothing: an answer with its length, in chunks, or up to the end of the connection. */
  NONE,
  /** The whole answer, little by little. */
  SLOW,
  /** Interim answers before it. */
  INTERIM,
  /** One that says that it cannot now. */
  UNAVAILABLE,
  RESET_AT_ONCE,
  CLOSED_AT_ONCE,
  CLOSED_IN_HEAD,
  RESET_IN_CONTENT,
  CLOSED_IN_CONTENT,
  CLOSED_IN_CHUNK,
  /** Silence that is longer than the proxy waits. */
  STALLED_BEFORE_HEAD,
  STALLED_IN_CONTENT,
  NO_HTTP,
  TWO_LENGTHS,
  LENGTH_AND_CHUNKED,
  BAD_CHUNK,
  /** The whole answer, and with its last octet another one. */
  TWO_ANSWERS,
  UNASKED_SWITCH,
  UNASKED_NOT_MODIFIED,
  UNASKED_PART
}
