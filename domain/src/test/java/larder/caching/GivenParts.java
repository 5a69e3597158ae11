package larder.caching;

import static larder.caching.Given.storedAgo;

import java.util.List;
import larder.http.ByteRange;
import larder.http.ContentRange;
import larder.store.StoredResponse;

/** Parts of one response of 100 bytes, and what is made of them. */
final class GivenParts {
  static final String TAG = "\"a\"";

  /** Fresh, received so long ago, with a strong validator. */
  static FakeStored tagged(long ago, long first, long last) {
    return storedAgo(ago, "Cache-Control", "max-age=60", "ETag", TAG)
        .part(
            "bytes=" + first + "-" + last,
            "bytes " + first + "-" + last + "/100",
            last - first + 1);
  }

  static FakeStored untagged(long ago, long first, long last) {
    return storedAgo(ago, "Cache-Control", "max-age=60")
        .part(
            "bytes=" + first + "-" + last,
            "bytes " + first + "-" + last + "/100",
            last - first + 1);
  }

  static Piece piece(StoredResponse stored, long first, long last) {
    return new Piece(stored, new ByteRange(first, last));
  }

  static Answer joined(long first, long last, Piece... pieces) {
    return new Answer.JoinedPart(
        new ContentRange(new ByteRange(first, last), 100), List.of(pieces));
  }

  private GivenParts() {}
}
