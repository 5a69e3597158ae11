package larder.app.command;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be explained, by whom, and how. */
@OptionGroup("Asking")
final class ExplainOptions {
  @Option(
      names = {"-H", "--header"},
      paramLabel = "FIELD",
      description = "A field of the request, as 'Name: value'. May be repeated.")
  List<String> fields = List.of();

  @Option(
      names = {"-X", "--method"},
      paramLabel = "METHOD",
      description = "The request's method. Default: GET.")
  String method = "GET";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When it would be asked: +3h, -5m or 2026-03-01T12:00:00Z. Default: now.")
  String at = "";

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Option(
      names = "--admin",
      paramLabel = "URL",
      description = "Ask the proxy whose admin port this is, whatever folder it uses.")
  @Nullable String admin;

  @Option(
      names = "--cache-dir",
      paramLabel = "FOLDER",
      description = "The cache folder. Default: ${LARDER-CACHE-DIR}.")
  @Nullable Path cacheDir;
}
