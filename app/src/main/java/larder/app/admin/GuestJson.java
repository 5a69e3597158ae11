package larder.app.admin;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The messages between a command and the proxy that it runs behind. */
final class GuestJson {
  private GuestJson() {}

  static ObjectNode of(Guests.Wish wish) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    wish.arguments().forEach(json.putArray("arguments")::add);
    return json.put("pid", wish.pid());
  }

  static Guests.Wish wish(JsonNode json) {
    List<String> arguments = new ArrayList<>();
    json.path("arguments").forEach(each -> arguments.add(each.asString("")));
    return new Guests.Wish(arguments, json.path("pid").asLong());
  }

  static ObjectNode of(Guests.Admitted admitted) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", admitted.name()).put("port", admitted.port());
    if (admitted.authority() != null) {
      json.put("authority", admitted.authority());
    }
    return json;
  }

  static Guests.Admitted admitted(JsonNode json) {
    JsonNode authority = json.path("authority");
    return new Guests.Admitted(
        json.path("name").asString(""),
        json.path("port").asInt(),
        authority.isString() ? authority.asString() : null);
  }
}
