package larder.forwarding;

import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/** The content of another exchange's fetch; if that fails, this fails for the same reason. */
final class FollowingBody implements Body {
  private final Body followed;
  private final SharedFetch fetch;

  FollowingBody(Body followed, SharedFetch fetch) {
    this.followed = followed;
    this.fetch = fetch;
  }

  @Override
  public OptionalLong length() {
    return followed.length();
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    try {
      followed.writeTo(sink);
    } catch (TransferException e) {
      TransferException cause = fetch.failure();
      boolean cut = e.side() == Side.STORE && e.kind() == Kind.CUT_SHORT;
      throw cut && cause != null ? cause : e;
    }
  }

  @Override
  public void close() {
    followed.close();
  }
}
