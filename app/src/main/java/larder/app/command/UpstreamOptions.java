package larder.app.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The parent proxy, if there is one. */
@OptionGroup("Parent proxy")
final class UpstreamOptions {
  @Option(
      names = "--upstream-proxy",
      paramLabel = "URL",
      description =
          "Go through this parent proxy, such as http://name:password@proxy.example.org:3128, or"
              + " https:// for TLS with it; hosts of no_proxy excepted. Default: what http_proxy,"
              + " https_proxy and all_proxy say.")
  @Nullable String upstream;

  @Option(
      names = "--no-upstream-proxy",
      description = "Go to all origins directly, whatever the environment says.")
  boolean none;
}
