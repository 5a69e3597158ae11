package larder.socket.wire;

import larder.http.TransferException;

/** Feeds a parser from a source. */
public final class HeadReader {
  private HeadReader() {}

  /** How reading a head ended, unless it was malformed. */
  public enum End {
    /** The head is complete. */
    COMPLETE,
    /** The sender ended before its first byte. */
    NOTHING,
    /** The sender ended within the head. */
    CUT_SHORT
  }

  /** Reads the head of a request. */
  public static End read(ByteSource source, RequestHeadParser parser)
      throws TransferException, MalformedException {
    parser.begin();
    return readSection(source, parser);
  }

  /** Reads the head of a response. */
  public static End read(ByteSource source, ResponseHeadParser parser)
      throws TransferException, MalformedException {
    return readSection(source, parser);
  }

  static End readSection(ByteSource source, SectionParser parser)
      throws TransferException, MalformedException {
    while (!source.unread().hasRemaining() || !parser.feed(source.unread())) {
      if (!source.fill()) {
        return parser.size() == 0 ? End.NOTHING : End.CUT_SHORT;
      }
    }
    return End.COMPLETE;
  }
}
