package larder.app.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** The parent proxy, if there is one. */
final class UpstreamOptions extends OptionGroup {
  final Choice<@Nullable String> upstream =
      optional(
          String.class,
          OptionSpec.builder("--upstream-proxy")
              .paramLabel("URL")
              .description(
                  "Go through this parent proxy, such as"
                      + " http://name:password@proxy.example.org:3128, or https:// for TLS with it,"
                      + " except to hosts of no_proxy. Default: http_proxy, https_proxy and"
                      + " all_proxy."));

  final Choice<Boolean> none =
      flag(
          OptionSpec.builder("--no-upstream-proxy")
              .description("Go to all origins directly, whatever the environment says."));

  UpstreamOptions() {
    super("Parent proxy");
  }
}
