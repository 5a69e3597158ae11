package larder.http;

/** A final response: its head, and its content as a stream. Closing it closes the content. */
public record Response(ResponseHead head, Body body) implements AutoCloseable {
  @Override
  public void close() {
    body.close();
  }
}
