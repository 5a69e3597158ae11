package larder.app.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import larder.app.upkeep.Question.Verb;
import larder.caching.Rfc9111Policy;
import larder.http.Fields;
import larder.memory.MemorySettings;
import larder.memory.MemoryStore;
import larder.store.PendingResponse;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.upkeep.Upkeep;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ToolsTest {
  private static final int STORED = 600;

  private long now;
  private final List<Long> told = new ArrayList<>();

  /** Verifies all, while each response takes so many milliseconds. */
  private void verify(long each) throws Exception {
    MemoryStore store = MemoryStore.open(MemorySettings.ofBytes(10_000_000));
    StoredHead head =
        new StoredHead(200, "OK", Fields.EMPTY, Fields.EMPTY, Instant.EPOCH, Instant.EPOCH);
    for (int i = 0; i < STORED; i++) {
      StoreKey key = new StoreKey("http://example.org/" + i);
      try (PendingResponse pending = store.begin(key, head, OptionalLong.of(1))) {
        pending.append(ByteBuffer.wrap(new byte[1]));
        pending.commit();
      }
    }
    Upkeep upkeep = new Upkeep(store, store, new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT));
    Tools tools = new Tools(upkeep, () -> Instant.ofEpochMilli(now += each));
    tools.answer(
        Question.of(Verb.VERIFY),
        new AnswerSink() {
          @Override
          public void item(JsonNode item) {}

          @Override
          public void progress(long done, long of) {
            assertEquals(STORED, of);
            told.add(done);
          }

          @Override
          public void result(JsonNode result) {
            assertEquals(STORED, result.path("sound").asInt());
          }
        });
  }

  @Test
  void whatGoesFastIsToldNowAndThen() throws Exception {
    verify(0);
    assertEquals(List.of(0L, 256L, 512L), told);
  }

  @Test
  void whatTakesLongIsToldAgainAndAgain() throws Exception {
    verify(50);
    assertEquals(List.of(0L, 5L, 10L, 15L), told.subList(0, 4));
  }
}
