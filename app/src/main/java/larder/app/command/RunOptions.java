package larder.app.command;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import larder.app.run.Run;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of a run. */
@OptionGroup("Running")
final class RunOptions {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write what was saved to this file, as one JSON object.")
  @Nullable Path json;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Append it to this file as Markdown, for step summaries of CI.")
  @Nullable Path summary;

  @Option(
      names = "--fail-on",
      paramLabel = "WHAT",
      split = ",",
      description =
          "End with 3, though the command ended with 0, if one of these happened: miss (a request"
              + " that the cache could not answer), bypass (bytes that were only tunnelled), egress"
              + " (anything that was asked of an origin).")
  Set<Run.Violation> failOn = EnumSet.noneOf(Run.Violation.class);
}
