package larder.caching;

import java.time.Duration;
import java.time.Instant;
import larder.http.Body;
import larder.http.ByteRange;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpDate;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** A stored response that holds a head and a length alone: the policies read nothing more. */
record FakeStored(StoreKey key, StoredHead head, long length) implements StoredResponse {
  /** Received at that moment, and generated then, unless the fields have a {@code Date}. */
  static FakeStored received(Instant at, Fields fields) {
    Fields dated =
        fields.has(FieldNames.DATE) ? fields : fields.plus(FieldNames.DATE, HttpDate.format(at));
    StoredHead head = new StoredHead(200, "OK", dated, Fields.EMPTY, at, at);
    return new FakeStored(new StoreKey("http://example.org/"), head, 1000);
  }

  FakeStored status(int status) {
    return with(
        new StoredHead(
            status,
            head.reason(),
            head.fields(),
            head.selecting(),
            head.requestedAt(),
            head.receivedAt()));
  }

  /** That many bytes of it, as the answer to that range. */
  FakeStored part(String range, String contentRange, long bytes, String... askedWith) {
    Fields fields = head.fields().with(FieldNames.CONTENT_RANGE, contentRange);
    Fields request = Fields.of(askedWith).plus(FieldNames.RANGE, range);
    StoredHead part =
        new StoredHead(
            206,
            "Partial Content",
            fields,
            Vary.selectingPart(request, fields),
            head.requestedAt(),
            head.receivedAt());
    return new FakeStored(key, part, bytes);
  }

  /** Asked for with these selecting fields. */
  FakeStored selectedBy(String... namesAndValues) {
    Fields selecting = Vary.selecting(Fields.of(namesAndValues), head.fields());
    return with(
        new StoredHead(
            head.status(),
            head.reason(),
            head.fields(),
            selecting,
            head.requestedAt(),
            head.receivedAt()));
  }

  FakeStored requestedEarlier(Duration delay) {
    return with(
        new StoredHead(
            head.status(),
            head.reason(),
            head.fields(),
            head.selecting(),
            head.receivedAt().minus(delay),
            head.receivedAt()));
  }

  FakeStored length(long bytes) {
    return new FakeStored(key, head, bytes);
  }

  private FakeStored with(StoredHead other) {
    return new FakeStored(key, other, length);
  }

  @Override
  public Body open() {
    throw new AssertionError("A policy opens nothing");
  }

  @Override
  public Body open(ByteRange range) {
    throw new AssertionError("A policy opens nothing");
  }

  @Override
  public void freshen(StoredHead other) {
    throw new AssertionError("A policy changes nothing");
  }

  @Override
  public void remove() {
    throw new AssertionError("A policy removes nothing");
  }
}
