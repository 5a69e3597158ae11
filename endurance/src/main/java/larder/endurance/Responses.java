package larder.endurance;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import larder.http.Body;
import larder.http.Fields;
import larder.http.HttpDate;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** Responses that can be told from each other, by number. */
final class Responses {
  private Responses() {}

  /** Fresh for a week, for a proxy that is started on it. */
  private static StoredHead head() {
    Instant now = Instant.now();
    Fields fields =
        Fields.of(
            "Date", HttpDate.format(now),
            "Server", "origin",
            "Content-Type", "text/plain",
            "Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT",
            "Cache-Control", "max-age=604800");
    return new StoredHead(200, "OK", fields, Fields.EMPTY, now, now);
  }

  static StoreKey key(long number) {
    return new StoreKey("http://origin.example.org:8080/b/1024?k=" + number);
  }

  /** Incompressible, and nobody else's. */
  static byte[] content(long number, int size) {
    byte[] content = new byte[size];
    new SplittableRandom(number).nextBytes(content);
    return content;
  }

  /** Stores it; waits while there is no room for it yet. */
  static void store(ResponseStore store, long number, byte[] content) {
    while (!tryStore(store, number, content)) {
      Thread.onSpinWait();
    }
  }

  /** Says whether there was room for it. */
  static boolean tryStore(ResponseStore store, long number, byte[] content) {
    try (PendingResponse pending =
        store.begin(key(number), head(), OptionalLong.of(content.length))) {
      pending.append(ByteBuffer.wrap(content));
      pending.commit();
      return true;
    } catch (TransferException e) {
      if (e.kind() == TransferException.Kind.OVERLOADED) {
        return false;
      }
      throw new IllegalStateException(e.explanation(), e);
    }
  }

  /** Finds it and reads it to its end; says how many bytes it has, or -1 if it is not there. */
  static long read(ResponseStore store, long number) {
    List<StoredResponse> found = store.find(key(number));
    if (found.isEmpty()) {
      return -1;
    }
    long[] bytes = new long[1];
    try (Body body = found.getFirst().open()) {
      body.writeTo(
          piece -> {
            bytes[0] += piece.remaining();
            piece.position(piece.limit());
          });
      return bytes[0];
    } catch (TransferException e) {
      return -1;
    }
  }
}
