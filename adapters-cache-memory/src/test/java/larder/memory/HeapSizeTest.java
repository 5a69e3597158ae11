package larder.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalLong;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.StoreKey;
import larder.store.StoredHead;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is counted beside what the heap really has more of. The collector is asked, and nothing else
 * may run.
 */
@Isolated
class HeapSizeTest {
  private static final int RESPONSES = 20_000;

  /** With fields whose values are everybody's, and some that each response has for itself. */
  @ParameterizedTest
  @CsvSource({"0, 4, 1", "0, 0, 8", "1024, 4, 0", "1024, 10, 3", "10240, 4, 1"})
  void whatIsCountedIsThereAndNotMuchMore(int contentLength, int shared, int own)
      throws TransferException {
    try (MemoryStore store = MemoryStore.open(MemorySettings.ofBytes(1L << 30))) {
      fill(store, 0, 100, contentLength, shared, own);
      long countedBefore = store.size().bytes();
      long before = used();
      fill(store, 100, RESPONSES, contentLength, shared, own);
      sent(store);
      long taken = used() - before;
      long counted = store.size().bytes() - countedBefore;
      assertEquals(100 + RESPONSES, store.size().responses());
      String figures = counted / RESPONSES + " bytes counted, " + taken / RESPONSES + " taken";
      assertTrue(taken < counted, figures);
      assertTrue(counted < 2 * taken, figures);
    }
  }

  /** Names and reasons of one response alone, as no honest origin has them. */
  @ParameterizedTest
  @CsvSource({"100, 600, 0", "100, 8, 0", "24, 32, 0", "24, 9, 0", "1, 8, 8000"})
  void nobodyKeepsTwiceOfWhatIsCounted(int lines, int nameLength, int reasonLength)
      throws TransferException {
    int responses = 1_000;
    try (MemoryStore store = MemoryStore.open(MemorySettings.ofBytes(1L << 30))) {
      long before = used();
      for (int i = 0; i < responses; i++) {
        Fields.Builder fields = Fields.builder();
        for (int j = 0; j < lines; j++) {
          fields.add(filled(Integer.toString(i * lines + j), nameLength), "");
        }
        commit(store, i, head(filled("" + i, reasonLength), fields.build()), 0);
      }
      sent(store);
      long taken = used() - before;
      long counted = store.size().bytes();
      String figures = counted / responses + " bytes counted, " + taken / responses + " taken";
      assertEquals(responses, store.size().responses());
      assertTrue(taken < 2 * counted, figures);
    }
  }

  /** Makes of each what is made of it when it is sent, which stays. */
  private static void sent(MemoryStore store) throws TransferException {
    store.visit(
        stored -> {
          Fields fields = stored.head().fields();
          fields.octetsIfOften(); // what is sent once is not kept
          assertNotNull(fields.octetsIfOften());
          return true;
        });
  }

  private static String filled(String text, int length) {
    return text + "x".repeat(Math.max(0, length - text.length()));
  }

  private static StoredHead head(String reason, Fields fields) {
    return new StoredHead(200, reason, fields, Fields.EMPTY, Instant.EPOCH, Instant.EPOCH);
  }

  private static void commit(MemoryStore store, int i, StoredHead head, int contentLength)
      throws TransferException {
    StoreKey key = new StoreKey("http://example.org/packages/" + i);
    try (PendingResponse pending = store.begin(key, head, OptionalLong.of(contentLength))) {
      pending.append(ByteBuffer.wrap("x".repeat(contentLength).getBytes(ISO_8859_1)));
      pending.commit();
    }
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void fill(
      MemoryStore store, int from, int count, int contentLength, int shared, int own)
      throws TransferException {
    for (int i = from; i < from + count; i++) {
      Fields.Builder fields = Fields.builder();
      for (int j = 0; j < shared; j++) {
        fields.add("Shared", "a value of twenty-six bytes");
      }
      for (int j = 0; j < own; j++) {
        fields.add("Own", "\"" + Long.toHexString((long) i << Integer.SIZE | j) + "\"");
      }
      commit(store, i, head("OK", fields.build()), contentLength);
    }
  }
}
