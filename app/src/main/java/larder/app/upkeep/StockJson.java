package larder.app.upkeep;

import java.time.Instant;
import java.util.Locale;
import larder.caching.Standing.Use;
import larder.store.StoreSpace;
import larder.upkeep.StockTaking;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The figures of the stored responses. */
final class StockJson {
  private static final int MOST_ORIGINS = 10;

  private StockJson() {}

  static ObjectNode of(StockTaking counted, StoreSpace space) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, counted.all());
    for (Use use : Use.values()) {
      put(json.putObject(use.name().toLowerCase(Locale.ROOT)), counted.of(use));
    }
    json.put("oldest", text(counted.oldest()));
    json.put("newest", text(counted.newest()));
    json.put("origins", counted.origins());
    ArrayNode largest = json.putArray("largestOrigins");
    for (StockTaking.OfOrigin each : counted.largestOrigins(MOST_ORIGINS)) {
      put(largest.addObject().put("origin", each.origin()), each.sum());
    }
    json.putObject("store")
        .put("responses", space.stored().responses())
        .put("bytes", space.stored().bytes())
        .put("takenBytes", space.taken())
        .put("boundBytes", space.bound());
    return json;
  }

  private static void put(ObjectNode json, StockTaking.Sum sum) {
    json.put("responses", sum.responses()).put("contentBytes", sum.contentBytes());
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
