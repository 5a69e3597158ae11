package larder.socket.origin;

import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.TransferException;
import larder.socket.wire.ContentReader;
import larder.socket.wire.HeadRoom;
import org.jspecify.annotations.Nullable;

/** The content of a response. When it ends, the exchange ends, too. */
final class OriginBody implements Body {
  private final OriginConnection connection;
  private final ContentReader content;
  private final boolean reusable;
  private final @Nullable ContentSender sender;
  private final ConnectionPool pool;
  private final HeadRoom heads;
  private final long room;
  private boolean closed;

  /**
   * @param room what the head of the response takes of {@code heads}, to be given back in the end
   */
  OriginBody(
      OriginConnection connection,
      ContentReader content,
      boolean reusable,
      @Nullable ContentSender sender,
      ConnectionPool pool,
      HeadRoom heads,
      long room) {
    this.connection = connection;
    this.content = content;
    this.reusable = reusable;
    this.sender = sender;
    this.pool = pool;
    this.heads = heads;
    this.room = room;
  }

  @Override
  public OptionalLong length() {
    return content.length();
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    if (closed) {
      throw new IllegalStateException("The content was given up");
    }
    content.writeTo(sink);
    if (sender == null) {
      close(); // another exchange may need the connection before the client has everything
    }
  }

  @Override
  public Fields trailers() {
    return content.trailers();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (room > 0) {
      heads.give(room);
    }
    boolean whole = reusable && content.isComplete();
    if (whole && (sender == null || sender.becomesComplete())) {
      pool.give(connection);
      return;
    }
    connection.close();
    if (sender != null) {
      sender.end();
    }
  }
}
