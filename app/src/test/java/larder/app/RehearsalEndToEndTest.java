package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import larder.app.admin.AdminClient;
import larder.app.rehearsal.Rehearsal;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the AOT cache learns from is what it is meant to be. */
class RehearsalEndToEndTest {
  private static final List<String> KINDS =
      List.of("hit", "not_modified_hit", "revalidated", "miss", "pass", "tunnel");

  private static void rehearse(Running larder) throws Exception {
    Rehearsal.main(new String[] {Integer.toString(larder.address().getPort()), "21"});
  }

  @Test
  void aProxyIsAskedForEachKindOfAnswer() throws Exception {
    try (Running larder =
        new Setup().connectPorts("1-65535").admin(new Settings.AdminAt(0, true)).start()) {
      rehearse(larder);

      int port = Objects.requireNonNull(larder.larder().admin().address()).getPort();
      JsonNode counted = AdminClient.statistics("http://127.0.0.1:" + port);
      JsonNode results = counted.path("results");
      for (String kind : KINDS) {
        assertTrue(results.path(kind).asInt() > 0, () -> kind + " in " + counted);
      }
    }
  }

  @Test
  void aProxyThatOpensNoTunnelFails() throws Exception {
    try (Running larder = new Setup().connectPorts("443").start()) {
      IOException failure = assertThrows(IOException.class, () -> rehearse(larder));
      assertEquals("The rehearsal went wrong", failure.getMessage());
    }
  }
}
