package larder.caching;

import java.util.List;
import larder.http.ByteRange;
import larder.http.ContentRange;

/**
 * How a stored response answers, once the client's own conditions and ranges are evaluated against
 * it (RFC 9111, section 4.3.2; RFC 9110, sections 13.2 and 14.2).
 */
public sealed interface Answer {
  /** The whole response, with its own status. */
  record Whole() implements Answer {}

  /** 304: the client has the response already. */
  record NotModified() implements Answer {}

  /** 206 with this part. */
  record Part(ByteRange range) implements Answer {}

  /** 206 with these parts: at least two, without overlap, in the order in which to send them. */
  record Parts(List<ByteRange> ranges) implements Answer {
    public Parts {
      ranges = List.copyOf(ranges);
    }
  }

  /** 200, joined from stored parts in this order (RFC 9111, section 3.4). */
  record JoinedWhole(List<Piece> pieces) implements Answer {
    public JoinedWhole {
      pieces = List.copyOf(pieces);
    }
  }

  /** 206, joined from stored parts in this order. */
  record JoinedPart(ContentRange range, List<Piece> pieces) implements Answer {
    public JoinedPart {
      pieces = List.copyOf(pieces);
    }
  }

  /** 416: the content has no such part. */
  record NoSuchPart() implements Answer {}

  Answer WHOLE = new Whole();

  Answer NOT_MODIFIED = new NotModified();

  Answer NO_SUCH_PART = new NoSuchPart();
}
