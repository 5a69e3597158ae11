package larder.fuzzing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs each target for some seconds, beginning with its seeds; ends with 1 if one is broken. */
public final class Fuzz {
  private static final List<Class<?>> TARGETS =
      List.of(RequestFuzz.class, ResponseFuzz.class, ChunksFuzz.class, FieldsFuzz.class);

  private Fuzz() {}

  /** Seconds for each target, the folder of seeds, and a folder for what is found. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path seeds = Path.of(arguments[1]);
    for (Class<?> target : TARGETS) {
      String name = target.getSimpleName().replace("Fuzz", "").toLowerCase(Locale.ROOT);
      checkLineEnds(seeds.resolve(name));
      Path found = Files.createDirectories(Path.of(arguments[2]).resolve(name));
      int exitCode =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+EnableDynamicAgentLoading",
                  "--enable-native-access=ALL-UNNAMED",
                  "-classpath",
                  System.getProperty("java.class.path"),
                  "com.code_intelligence.jazzer.Jazzer",
                  "--target_class=" + target.getName(),
                  "--instrumentation_includes=larder.**",
                  "--reproducer_path=" + found,
                  "-artifact_prefix=" + found + "/",
                  "-max_total_time=" + arguments[0],
                  "-max_len=2048",
                  "-verbosity=0",
                  "-print_final_stats=0",
                  found.toString(),
                  seeds.resolve(name).toString())
              .inheritIO()
              .start()
              .waitFor();
      System.out.println(name + ": " + (exitCode == 0 ? "holds" : "broken, see " + found));
      if (exitCode != 0) {
        System.exit(1);
      }
    }
  }

  /** A seed that has lost its CRs on the way through a version control is refused at once. */
  private static void checkLineEnds(Path seeds) throws IOException {
    if (seeds.endsWith("fields")) {
      return;
    }
    try (Stream<Path> all = Files.list(seeds)) {
      for (Path seed : all.toList()) {
        String text = Files.readString(seed, StandardCharsets.ISO_8859_1);
        if (!text.contains("\r\n")) {
          throw new IllegalStateException(seed + " has no line that ends in CR and LF");
        }
      }
    }
  }
}
