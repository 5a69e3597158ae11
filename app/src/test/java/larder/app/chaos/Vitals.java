package larder.app.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds: asked by the JDK's own tool, and by the system where it tells.
 *
 * @param descriptors open files and connections; -1 where the system does not tell
 * @param virtualThreads that run or wait
 * @param heapKib in use after a collection
 */
record Vitals(int descriptors, int virtualThreads, int heapKib) {
  private static final Pattern USED = Pattern.compile("(?m)^ *(?!Metaspace|class).*used (\\d+)K");

  static Vitals of(long pid, Path scratch) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    int heap = 0;
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    while (used.find()) {
      heap += Integer.parseInt(used.group(1));
    }
    return new Vitals(descriptors(pid), virtualThreads(pid, scratch), heap);
  }

  private static int descriptors(long pid) throws IOException {
    Path folder = Path.of("/proc/" + pid + "/fd");
    if (!Files.isDirectory(folder)) {
      return -1;
    }
    try (Stream<Path> all = Files.list(folder)) {
      return (int) all.count();
    }
  }

  private static int virtualThreads(long pid, Path scratch)
      throws IOException, InterruptedException {
    Path dump = scratch.resolve("threads.json");
    jcmd(pid, "Thread.dump_to_file", "-overwrite", "-format=json", dump.toString());
    int count = 0;
    for (String line : Files.readAllLines(dump, UTF_8)) {
      if (line.contains("\"virtual\": true")) {
        count++;
      }
    }
    return count;
  }

  private static String jcmd(long pid, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(Long.toString(pid));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("jcmd failed: " + said);
    }
    return said;
  }
}
