package larder.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import larder.app.StartException;
import larder.app.admin.AdminAddress;
import larder.app.admin.AdminClient;
import larder.app.statistics.Sizes;
import tools.jackson.databind.JsonNode;

/** {@code larder stats}: the counts of a running proxy. */
final class StatsCommand extends Command {
  private final Map<String, String> environment;

  private final StoreOptions store = new StoreOptions();

  StatsCommand(Map<String, String> environment) {
    super("stats", "Prints what the proxy that uses the cache folder has counted since its start.");
    this.environment = environment;
    store.addTo(spec());
  }

  @Override
  public Integer call() throws StartException {
    JsonNode counted = store.ask(environment, new Asked());
    PrintWriter out = out();
    if (store.json.get()) {
      out.println(counted.toPrettyString());
    } else {
      print(counted, out);
    }
    return ExitCode.OK;
  }

  /** Asks a proxy only: a folder has no counts. */
  private static final class Asked implements StoreOptions.Asking<JsonNode, StartException> {
    @Override
    public JsonNode proxy(AdminAddress running) throws AdminClient.NoAnswerException {
      return AdminClient.statistics(running.url());
    }

    @Override
    public JsonNode folder(Path atRest) throws StartException {
      throw new StartException(
          StartException.Cause.IN_USE,
          "No proxy says that it uses "
              + atRest
              + ": start one, or name its admin port with --admin http://127.0.0.1:3127",
          null);
    }
  }

  private static void print(JsonNode counted, PrintWriter out) {
    for (String name : new String[] {"requests", "hits", "validated", "misses"}) {
      line(out, name, grouped(counted.path(name).asLong()));
    }
    part(counted.path("missesByReason"), out);
    JsonNode notStored = counted.path("notStoredByReason");
    line(out, "not stored", grouped(sum(notStored)));
    part(notStored, out);
    line(out, "refused", grouped(counted.path("refused").asLong()));
    line(out, "failed", grouped(counted.path("failed").asLong()));
    part(counted.path("errors"), out);
    JsonNode bytes = counted.path("bytes");
    line(out, "from the cache", Sizes.text(bytes.path("fromCache").asLong()));
    line(out, "from origins", Sizes.text(bytes.path("fromOrigins").asLong()));
    line(out, "tunnelled", Sizes.text(bytes.path("tunnelled").asLong()));
    JsonNode stored = counted.path("stored");
    line(
        out,
        "stored",
        grouped(stored.path("responses").asLong())
            + " ("
            + Sizes.text(stored.path("bytes").asLong())
            + ")");
    line(out, "connections", grouped(counted.path("connections").asLong()));
    line(out, "up", grouped(counted.path("secondsUp").asLong()) + " s");
  }

  private static long sum(JsonNode counts) {
    return counts.properties().stream().mapToLong(each -> each.getValue().asLong()).sum();
  }

  private static void part(JsonNode counts, PrintWriter out) {
    counts
        .properties()
        .forEach(each -> line(out, "  " + each.getKey(), grouped(each.getValue().asLong())));
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println(String.format(Locale.ROOT, "%-34s %s", name, value));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
