package larder.app.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What to explain, which store to ask, and how to print it. */
final class ExplainOptions extends OptionGroup {
  final Choice<List<String>> fields =
      list(
          String.class,
          OptionSpec.builder("-H", "--header")
              .paramLabel("FIELD")
              .description("A field of the request, as 'Name: value'. May be repeated."));

  final Choice<String> method =
      usually(
          "GET",
          OptionSpec.builder("-X", "--method")
              .paramLabel("METHOD")
              .description("The request's method. Default: GET."));

  final Choice<String> at =
      usually(
          "",
          OptionSpec.builder("--at")
              .paramLabel("TIME")
              .description(
                  "The time of the request: +3h, -5m or 2026-03-01T12:00:00Z. Default: now."));

  final StoreOptions store = new StoreOptions();

  ExplainOptions() {
    super("Asking");
  }

  @Override
  void addTo(CommandSpec command) {
    super.addTo(command);
    store.addTo(command);
  }
}
