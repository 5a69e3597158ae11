package larder.app.command;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder cache}: what is stored, for whoever looks after it. */
@Command(
    name = "cache",
    addMethodSubcommands = false,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(stats | ls | show | purge | verify | gc | export | import)",
    description = {
      "Looks after what is stored: asks the proxy that uses the cache folder, or opens the folder",
      "if none does."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  larder cache stats",
      "  larder cache ls '*.example.org/**' '/**/*.deb'",
      "  larder cache show http://example.org/",
      "  larder cache purge 'example.org/**'",
      "  larder cache gc --stale=30d",
      "  larder cache export cache.warc.gz && larder cache import --cache-dir=other cache.warc.gz",
      "",
      "Patterns are those of rules: /a/*.jpg (a path anywhere), example.org/** (a host), ** (any",
      "characters at all). Quote them, lest the shell takes them for files."
    })
final class CacheCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private CacheCommand() {}

  static CommandLine create(Map<String, String> environment) {
    return new CommandLine(new CacheCommand())
        .addSubcommand(new CacheStatsCommand(environment))
        .addSubcommand(new CacheLsCommand(environment))
        .addSubcommand(new CacheShowCommand(environment))
        .addSubcommand(new CachePurgeCommand(environment))
        .addSubcommand(new CacheVerifyCommand(environment))
        .addSubcommand(new CacheGcCommand(environment))
        .addSubcommand(new CacheExportCommand(environment))
        .addSubcommand(new CacheImportCommand(environment));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: stats, ls, show, purge, verify, gc, export or import");
  }
}
