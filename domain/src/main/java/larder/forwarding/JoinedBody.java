package larder.forwarding;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import larder.caching.Piece;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;

/** Several contents one after the other, as one. */
final class JoinedBody implements Body {
  private final List<Body> bodies;

  private JoinedBody(List<Body> bodies) {
    this.bodies = bodies;
  }

  /** Takes ownership of the bodies. */
  static JoinedBody of(Body... bodies) {
    return ofAll(List.of(bodies));
  }

  /** Takes ownership of the bodies. */
  static JoinedBody ofAll(List<Body> bodies) {
    return new JoinedBody(bodies);
  }

  /**
   * Opens all pieces and joins them.
   *
   * @throws TransferException with side {@code STORE} if one cannot be opened; none is left open
   *     then
   */
  static JoinedBody of(List<Piece> pieces) throws TransferException {
    List<Body> bodies = new ArrayList<>(pieces.size());
    JoinedBody joined = new JoinedBody(bodies);
    try {
      for (Piece piece : pieces) {
        bodies.add(piece.stored().open(piece.range()));
      }
      return joined;
    } catch (TransferException | RuntimeException | Error e) {
      joined.close();
      throw e;
    }
  }

  /** The sum, if all lengths are known. */
  @Override
  public OptionalLong length() {
    long sum = 0;
    for (Body body : bodies) {
      OptionalLong length = body.length();
      if (length.isEmpty()) {
        return length;
      }
      sum += length.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    for (Body body : bodies) {
      body.writeTo(sink);
    }
  }

  @Override
  public void close() {
    bodies.forEach(Body::close);
  }
}
