package larder.app.command;

import java.nio.file.Path;
import java.util.Map;
import larder.app.Admin;
import larder.app.StartException;
import larder.app.admin.AdminAddress;
import larder.app.admin.AdminClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** The store or proxy to ask, and the format of the answer. */
final class StoreOptions extends OptionGroup {
  final Choice<Boolean> json = flag(OptionSpec.builder("--json").description("Print JSON."));

  final Choice<@Nullable String> admin =
      optional(
          String.class,
          OptionSpec.builder("--admin")
              .paramLabel("URL")
              .description("Ask the proxy whose admin port this is, whatever folder it uses."));

  final Choice<@Nullable Path> cacheDir =
      file(
          OptionSpec.builder("--cache-dir")
              .paramLabel("FOLDER")
              .description("The cache folder. Default: ${LARDER-CACHE-DIR}."));

  StoreOptions() {
    super("Asking");
  }

  /** Asks a running proxy, or the store in a folder that no proxy uses. */
  interface Asking<R, E extends Exception> {
    R proxy(AdminAddress running) throws StartException, AdminClient.NoAnswerException, E;

    /**
     * @throws StartException with {@code IN_USE} if a proxy has it; then that proxy is asked
     */
    R folder(Path atRest) throws StartException, E;
  }

  /**
   * Asks the proxy that is named, or the store in the folder, or the proxy that has the folder.
   *
   * @throws StartException if none of them can answer
   */
  <R, E extends Exception> R ask(Map<String, String> environment, Asking<R, E> asking)
      throws StartException, E {
    String named = admin.get();
    if (named != null) {
      return proxy(asking, named(named, environment));
    }
    Path folder = folder(environment);
    AdminAddress running = Admin.of(folder);
    try {
      return asking.folder(folder);
    } catch (StartException e) {
      if (e.why() != StartException.Cause.IN_USE || running == null) {
        throw e;
      }
      return proxy(asking, running);
    }
  }

  private Path folder(Map<String, String> environment) {
    Path chosen = cacheDir.get();
    return chosen == null ? Folders.of(environment).cache() : chosen;
  }

  /** With its token, if it is the proxy that has the folder. */
  private AdminAddress named(String url, Map<String, String> environment) {
    try {
      AdminAddress running = Admin.of(folder(environment));
      return running != null && running.isAt(url) ? running : new AdminAddress(url, null);
    } catch (Folders.NoHomeException e) {
      return new AdminAddress(url, null);
    }
  }

  private static <R, E extends Exception> R proxy(Asking<R, E> asking, AdminAddress running)
      throws StartException, E {
    try {
      return asking.proxy(running);
    } catch (AdminClient.NoAnswerException e) {
      throw new StartException(StartException.Cause.IN_USE, e);
    }
  }
}
