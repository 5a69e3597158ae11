package larder.forwarding;

import java.util.OptionalLong;
import java.util.function.Predicate;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.TransferException;

/** Content without some fields of its trailer section. */
record FilteredTrailers(Body content, Predicate<String> dropped) implements Body {
  @Override
  public OptionalLong length() {
    return content.length();
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    content.writeTo(sink);
  }

  @Override
  public Fields trailers() {
    return content.trailers().withoutMatching(dropped);
  }

  @Override
  public void close() {
    content.close();
  }
}
