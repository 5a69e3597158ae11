package larder.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import larder.app.StartException;
import larder.app.StoppedStore;
import larder.app.admin.AdminAddress;
import larder.app.admin.AdminClient;
import larder.app.explain.ExplainQuery;
import larder.app.explain.ExplanationJson;
import larder.app.explain.ExplanationText;
import larder.caching.CachePolicy;
import larder.http.RequestHead;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.databind.JsonNode;

/** {@code larder explain URL}: why a request is a hit or a miss. */
final class ExplainCommand extends Command {
  private final Map<String, String> environment;
  private final ExplainOptions asked = new ExplainOptions();
  private final PolicyOptions policy = new PolicyOptions();
  private final Choice<String> url =
      operand(
          PositionalParamSpec.builder()
              .paramLabel("URL")
              .description("The URL that the request asks for."));

  ExplainCommand(Map<String, String> environment) {
    super(
        "explain",
        "Explains step by step what a request would get, and why.",
        "Asks the proxy that uses the cache folder, or reads the folder if none does.");
    this.environment = environment;
    asked.addTo(spec());
    policy.addTo(spec());
    spec()
        .usageMessage()
        .abbreviateSynopsis(true)
        .footer(
            "",
            "@|bold Examples|@",
            "  larder explain http://example.org/",
            "  larder explain -H 'Accept-Encoding: gzip' --at +3h http://example.org/",
            "  larder explain --admin http://127.0.0.1:3127 --json http://example.org/");
  }

  @Override
  public Integer call() throws StartException {
    ExplainQuery query =
        new ExplainQuery(asked.method.get(), url.get(), asked.at.get(), asked.fields.get());
    Asked asking = new Asked(query);
    JsonNode explanation = asked.store.ask(environment, asking);
    if (asked.store.json.get()) {
      out().println(explanation.toPrettyString());
    } else {
      print(asking.atRest, explanation);
    }
    return ExitCode.OK;
  }

  /** Asks a proxy, or else the store in the folder. */
  private final class Asked implements StoreOptions.Asking<JsonNode, StartException> {
    private final ExplainQuery query;

    /** The folder that was read; null if a proxy answered. */
    private @Nullable Path atRest;

    private Asked(ExplainQuery query) {
      this.query = query;
    }

    @Override
    public JsonNode proxy(AdminAddress running) throws AdminClient.NoAnswerException {
      return AdminClient.ask(running.url(), query);
    }

    @Override
    public JsonNode folder(Path folder) throws StartException {
      CachePolicy deciding = new SettingsReader(line(), environment, 0).deciding(policy);
      try {
        RequestHead request = query.request();
        JsonNode explanation =
            ExplanationJson.of(
                StoppedStore.explain(
                    folder,
                    deciding,
                    request,
                    query.target(),
                    query.instant(InstantSource.system().instant())));
        atRest = folder;
        return explanation;
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Says so if a folder was read: a proxy with another store would answer differently. */
  private void print(@Nullable Path atRest, JsonNode explanation) {
    PrintWriter out = out();
    if (atRest != null) {
      out.println("No proxy uses " + atRest + ". One with these rules and this policy would say:");
      out.println();
    }
    Ansi ansi = line().getColorScheme().ansi();
    ExplanationText.lines(explanation).forEach(line -> out.println(ansi.string(line)));
  }
}
