package larder.socket.wire;

import larder.http.Method;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.socket.MessageLimits;
import larder.socket.wire.RequestHeadParser.ReadRequest;
import larder.socket.wire.ResponseHeadParser.ReadResponse;

/** What parsers make of bytes, as a text that can be compared: all of it, or why they refused. */
final class Reading {
  private static final MessageLimits LIMITS = MessageLimits.defaults();

  private Reading() {}

  /** Requests one after the other, until one is refused or the bytes end. */
  static String ofRequests(ByteSource source) throws TransferException {
    StringBuilder all = new StringBuilder();
    while (true) {
      RequestHeadParser parser = new RequestHeadParser(new Scratch(), LIMITS);
      try {
        HeadReader.End end = HeadReader.read(source, parser);
        if (end != HeadReader.End.COMPLETE) {
          return all.append(end).toString();
        }
      } catch (MalformedException e) {
        return all.append(refusal(e)).toString();
      }
      ReadRequest read = parser.result();
      all.append(read).append('\n');
      if (!content(source, read.framing(), all) || read.closes()) {
        return all.toString();
      }
    }
  }

  /** Responses one after the other: interim ones, a final one, and the remaining bytes. */
  static String ofResponses(Method method, ByteSource source) throws TransferException {
    StringBuilder all = new StringBuilder();
    while (true) {
      ResponseHeadParser parser = new ResponseHeadParser(method, new Scratch(), LIMITS);
      try {
        HeadReader.End end = HeadReader.read(source, parser);
        if (end != HeadReader.End.COMPLETE) {
          return all.append(end).toString();
        }
      } catch (MalformedException e) {
        return all.append(refusal(e)).toString();
      }
      ReadResponse read = parser.result();
      all.append(read).append('\n');
      if (!content(source, read.framing(), all) || read.closes()) {
        return all.toString();
      }
    }
  }

  /** Chunked content, and the remaining bytes. */
  static String ofChunks(ByteSource source) throws TransferException {
    StringBuilder all = new StringBuilder();
    if (content(source, Framing.CHUNKED, all)) {
      all.append(Bytes.rest(source));
    }
    return all.toString();
  }

  private static String refusal(MalformedException e) {
    return e.status() + " " + e.explanation();
  }

  /** Returns false if the content was not complete. */
  private static boolean content(ByteSource source, Framing framing, StringBuilder all) {
    ContentReader reader =
        new ContentReader(source, framing, LIMITS, HeadRoom.ENDLESS, Side.CLIENT, "somebody");
    Bytes.Target target = new Bytes.Target();
    try {
      reader.writeTo(target);
    } catch (TransferException e) {
      // The content before the failure must be the same, however it arrived.
      all.append(target).append(' ').append(e.kind()).append(' ').append(e.explanation());
      return false;
    }
    all.append(target).append('\n').append(reader.trailers());
    return true;
  }
}
