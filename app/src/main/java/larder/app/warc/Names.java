package larder.app.warc;

/** The names in bundles. */
final class Names {
  static final String SOFTWARE = "larder";
  static final String TYPE = "WARC-Type";
  static final String ID = "WARC-Record-ID";
  static final String DATE = "WARC-Date";
  static final String TARGET = "WARC-Target-URI";
  static final String CONCURRENT = "WARC-Concurrent-To";
  static final String DIGEST = "WARC-Block-Digest";

  /** Ours: when the head was received; {@link #DATE} is when it was requested. */
  static final String RECEIVED = "Larder-Received-At";

  static final String INFO = "warcinfo";
  static final String REQUEST = "request";
  static final String RESPONSE = "response";
  static final String METADATA = "metadata";

  static final String FIELDS_TYPE = "application/warc-fields";

  /** In the last record: the number of responses. */
  static final String RESPONSES = "responses";

  static final String CONTENT_BYTES = "contentBytes";
  static final String UNREADABLE = "unreadable";
  static final String USELESS = "useless";

  private Names() {}
}
