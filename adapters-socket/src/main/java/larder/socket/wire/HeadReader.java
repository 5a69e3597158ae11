package larder.socket.wire;

import larder.http.TransferException;

/** Brings a parser the bytes that it needs. */
public final class HeadReader {
  private HeadReader() {}

  /** How the reading of a head ended, if what came kept the grammar. */
  public enum End {
    /** It is whole. */
    COMPLETE,
    /** The sender ended before its first byte. */
    NOTHING,
    /** The sender ended in the middle of it. */
    CUT_SHORT
  }

  /** Reads the head of a request. */
  public static End read(ByteSource source, RequestHeadParser parser)
      throws TransferException, MalformedException {
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
