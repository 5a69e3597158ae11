package larder.socket.wire;

import larder.http.Method;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.socket.MessageLimits;
import larder.socket.wire.RequestHeadParser.ReadRequest;
import larder.socket.wire.ResponseHeadParser.ReadResponse;

/** What becomes of bytes, as a text that can be compared: all of it, or why they were refused. */
final class Reading {
  private static final MessageLimits LIMITS = MessageLimits.defaults();

  private Reading() {}

  /** Requests one after the other, until one is refused or the bytes are over. */
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

  /** Responses one after the other: interim ones, a final one, and what is left. */
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

  /** Content in chunks, and what is left. */
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

  /** False if it was not whole. */
  private static boolean content(ByteSource source, Framing framing, StringBuilder all) {
    ContentReader reader = new ContentReader(source, framing, LIMITS, Side.CLIENT, "somebody");
    Bytes.Target target = new Bytes.Target();
    try {
      reader.writeTo(target);
    } catch (TransferException e) {
      // Pieces of content that came before are as many as came, however they came.
      all.append(target).append(' ').append(e.kind()).append(' ').append(e.explanation());
      return false;
    }
    all.append(target).append('\n').append(reader.trailers());
    return true;
  }
}
