package larder.app.command;

import java.util.Map;
import java.util.stream.Stream;

/** {@code larder cache}: the upkeep of what is stored. */
final class CacheCommand extends Command {
  CacheCommand(Map<String, String> environment) {
    super(
        "cache",
        "Inspects and maintains what is stored: asks the proxy that uses the cache folder, or"
            + " opens the folder if none does.");
    spec()
        .usageMessage()
        .synopsisSubcommandLabel("(stats | ls | show | purge | verify | gc | export | import)")
        .footer(
            "",
            "@|bold Examples|@",
            "  larder cache stats",
            "  larder cache ls '*.example.org/**' '/**/*.deb'",
            "  larder cache show http://example.org/",
            "  larder cache purge 'example.org/**'",
            "  larder cache gc --stale=30d",
            "  larder cache export cache.warc.gz && larder cache import --cache-dir=other"
                + " cache.warc.gz",
            "",
            "Patterns are those of rules: /a/*.jpg (a path anywhere), example.org/** (a host),",
            "/**/*.{deb,rpm} (in any folder, one of these). Without one, all responses are meant;",
            "purge needs --all for that. Quote patterns: the shell expands stars itself.");
    Stream.of(
            new CacheStatsCommand(environment),
            new CacheLsCommand(environment),
            new CacheShowCommand(environment),
            new CachePurgeCommand(environment),
            new CacheVerifyCommand(environment),
            new CacheGcCommand(environment),
            new CacheExportCommand(environment),
            new CacheImportCommand(environment))
        .map(StoreCommand::spec)
        .forEach(each -> spec().addSubcommand(each.name(), each));
  }

  @Override
  public Integer call() {
    throw wrong("Say what to do: stats, ls, show, purge, verify, gc, export or import");
  }
}
