package larder.caching;

import java.util.List;
import larder.http.ByteRange;
import larder.http.ContentRange;

/**
 * How a stored response answers: what is left to say once the client's own conditions and ranges
 * are evaluated against it (RFC 9111, section 4.3.2; RFC 9110, sections 13.2 and 14.2).
 */
public sealed interface Answer {
  /** With its own status, whole. */
  record Whole() implements Answer {}

  /** 304: the client has it. */
  record NotModified() implements Answer {}

  /** 206 with this part. */
  record Part(ByteRange range) implements Answer {}

  /** 206 with these parts, two at least, none of which overlap, in the order to give them in. */
  record Parts(List<ByteRange> ranges) implements Answer {
    public Parts {
      ranges = List.copyOf(ranges);
    }
  }

  /** 200, put together from stored parts in their order (RFC 9111, section 3.4). */
  record JoinedWhole(List<Piece> pieces) implements Answer {
    public JoinedWhole {
      pieces = List.copyOf(pieces);
    }
  }

  /** 206 from stored parts, in their order. */
  record JoinedPart(ContentRange range, List<Piece> pieces) implements Answer {
    public JoinedPart {
      pieces = List.copyOf(pieces);
    }
  }

  /** 416: it has no such part. */
  record NoSuchPart() implements Answer {}

  /** The one instance that is needed. */
  Answer WHOLE = new Whole();

  /** The one instance that is needed. */
  Answer NOT_MODIFIED = new NotModified();

  /** The one instance that is needed. */
  Answer NO_SUCH_PART = new NoSuchPart();
}
