package larder.app.command;

import java.nio.file.Path;
import java.util.Set;
import larder.app.run.Run;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** What to report of a run. */
final class RunOptions extends OptionGroup {
  final Choice<@Nullable Path> json =
      file(
          OptionSpec.builder("--json")
              .paramLabel("FILE")
              .description("Write what was saved to this file, as one JSON object."));

  final Choice<@Nullable Path> summary =
      file(
          OptionSpec.builder("--summary")
              .paramLabel("FILE")
              .description("Append it to this file as Markdown, for step summaries of CI."));

  final Choice<Set<Run.Violation>> failOn =
      set(
          Run.Violation.class,
          OptionSpec.builder("--fail-on")
              .paramLabel("WHAT")
              .splitRegex(",")
              .description(
                  "End with 3 if one of these happened although the command succeeded: miss (a"
                      + " request that the cache could not answer), bypass (bytes that were only"
                      + " tunnelled), egress (any request to an origin)."));

  RunOptions() {
    super("Running");
  }
}
