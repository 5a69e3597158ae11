package larder.app.upkeep;

import java.util.Locale;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.SecretFields;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.upkeep.KeptResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A stored response as JSON. */
public final class StoredJson {
  private StoredJson() {}

  /** Puts what all descriptions contain. */
  public static void put(ObjectNode json, StoredResponse stored) {
    StoredHead head = stored.head();
    json.put("status", head.status());
    json.put("receivedAt", head.receivedAt().toString());
    json.put("bytes", stored.length());
    json.put("part", head.fields().first(FieldNames.CONTENT_RANGE));
    json.put("etag", head.fields().first(FieldNames.ETAG));
    json.put("lastModified", head.fields().first(FieldNames.LAST_MODIFIED));
    json.put("cacheControl", head.fields().combined(FieldNames.CACHE_CONTROL));
    ObjectNode selecting = json.putObject("selectedBy");
    Fields fields = head.selecting();
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i).toLowerCase(Locale.ROOT);
      selecting.put(name, SecretFields.include(name) ? "(not shown)" : fields.value(i));
    }
  }

  /** The description in a list. */
  static ObjectNode line(KeptResponse kept) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("url", kept.stored().key().uri());
    json.put("use", kept.standing().use().name().toLowerCase(Locale.ROOT));
    json.put("ageSeconds", kept.standing().age().toSeconds());
    json.put("leftSeconds", kept.standing().left().toSeconds());
    json.put("rule", kept.standing().rule());
    json.put("type", kept.stored().head().fields().first(FieldNames.CONTENT_TYPE));
    put(json, kept.stored());
    return json;
  }

  /** The complete description, without the content. */
  static ObjectNode whole(KeptResponse kept) {
    ObjectNode json = line(kept);
    StoredHead head = kept.stored().head();
    json.put("reason", head.reason());
    json.put("requestedAt", head.requestedAt().toString());
    ArrayNode fields = json.putArray("fields");
    for (int i = 0; i < head.fields().size(); i++) {
      fields.addArray().add(head.fields().name(i)).add(head.fields().value(i));
    }
    return json;
  }
}
