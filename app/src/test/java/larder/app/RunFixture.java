package larder.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** {@code larder run} as a process of its own, over a folder that is the test's. */
abstract class RunFixture {
  @TempDir Path folder;

  /** The folder of the store. */
  final Path cache() {
    return folder.resolve("cache");
  }

  final ChildLarder run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("run", "--cache-dir=" + cache()));
    all.addAll(List.of(arguments));
    return new ChildLarder(List.of("-Xmx64m"), all);
  }

  record Ended(int exitCode, String output) {}

  final Ended end(String... arguments) throws Exception {
    try (ChildLarder larder = run(arguments)) {
      String output = larder.output();
      return new Ended(larder.exitCode(), output);
    }
  }

  /** A client that every machine with a Java has, and that heeds what it is told. */
  static String[] fetching(String uri, String... options) {
    List<String> command = new ArrayList<>(List.of(options));
    command.addAll(
        List.of(
            "--no-proxy=none",
            "--",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Fetching.class.getName(),
            uri));
    return command.toArray(String[]::new);
  }
}
