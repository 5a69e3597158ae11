package larder.app.command;

import java.util.List;
import picocli.CommandLine.Mixin;
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

  @Mixin final StoreOptions store = new StoreOptions();
}
