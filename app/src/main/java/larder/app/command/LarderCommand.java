package larder.app.command;

import java.util.Map;

/** {@code larder}: serves, unless a subcommand is named. */
final class LarderCommand extends ServeCommand {
  LarderCommand(Map<String, String> environment) {
    super("larder", environment, "%nServes on 127.0.0.1:3128 until it is stopped by TERM or INT.");
    spec().versionProvider(new Version());
    spec()
        .usageMessage()
        .synopsisHeading("@|bold Usage:|@ ")
        .header("A caching HTTP proxy that is still warm after a restart.%n")
        .commandListHeading("%n@|bold Commands|@%n")
        .footer(
            "",
            "Every option can be given as an environment variable: LARDER_CACHE_DIR for"
                + " --cache-dir, LARDER_OFFLINE=true for --offline.",
            "Sizes take k, m, g and t; times take ms, s, m, h and d.",
            "",
            "@|bold Exit codes|@",
            "  0 ok, 1 failed, 2 wrong usage, 69 the port or the folder is in use, 74 disk error,",
            "  130 and 143 after INT and TERM.",
            "",
            "@|bold Examples|@",
            "  larder --cache=h2",
            "  larder --port=8080 --cache=memory --memory-size=1g --access-log=-",
            "  http_proxy=http://127.0.0.1:3128 curl http://example.org/");
  }
}
