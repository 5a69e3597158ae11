package larder.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher tells Java. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
  private static final Path LAUNCHER = Path.of("dist", "bin", "larder");
  private static final Pattern HEAP =
      Pattern.compile("-Xms(\\d+)m -XX:NewSize=(\\d+)m -XX:MaxNewSize=\\2m -Xmx(\\d+)m ");

  /** In one line. */
  private static String command(Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    return command(LAUNCHER, environment, arguments);
  }

  private static String command(
      Path launcher, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("(LARDER|JAVA)_.*"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LARDER_LAUNCH", "command");
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said.replace('\n', ' ');
  }

  private static long heap(String said) {
    return Long.parseLong(sizes(said).group(3));
  }

  private static Matcher sizes(String said) {
    Matcher sizes = HEAP.matcher(said);
    assertTrue(sizes.find(), said);
    return sizes;
  }

  /** Of this machine, as Java sees it, in MiB. */
  private static long machine() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getTotalMemorySize() >> 20;
  }

  /** A shell prints where it has gone, if it found that by CDPATH. */
  @Test
  void whereThePlacesOfTheShellLeadIsOfNoMatter() throws Exception {
    String here = Path.of("").toAbsolutePath().toString();
    String said = command(Map.of("CDPATH", here), List.of());
    assertEquals(command(Map.of(), List.of()), said);
    assertTrue(said.contains(" -p " + here + "/dist/lib "), said);
  }

  @Test
  void norToWhatRunsItFromItsSources(@TempDir Path folder) throws Exception {
    Path root = Files.createDirectory(folder.resolve("sources"));
    Files.copy(Path.of("..", "larder"), root.resolve("larder"));
    Path built = Files.createDirectories(root.resolve("app/target/larder/bin"));
    Files.createSymbolicLink(built.resolve("larder"), Path.of("/bin/echo"));
    ProcessBuilder builder =
        new ProcessBuilder("sh", "sources/larder", "started")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("CDPATH", folder.toString());
    Process process = builder.start();
    assertEquals("started\n", new String(process.getInputStream().readAllBytes(), UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--memory-size=64m | 224",
        "--memory-size 64MiB -p 0 | 224",
        "--cache=h2 --memory-size=131072k | 352",
        "--memory-size=134217728 | 352",
        "--memory-size=00128m | 352",
        "--memory-size=64m --memory-size=128m | 352",
        "--memory-size=0 | 160",
        "--memory-size=1g | 2144",
        "--memory-size=9t | 18874464",
      })
  void theHeapIsTwiceWhatIsKeptIfTheMachineHasIt(String arguments, long expected) throws Exception {
    long heap = heap(command(Map.of(), List.of(arguments.split(" "))));
    assertEquals(Math.min(expected, machine() / 4 * 3), heap);
  }

  /** Of one processor that of the serial collector, which Java takes there. */
  @ParameterizedTest
  @CsvSource({"0, 2, 16", "64m, 2, 16", "128m, 2, 32", "1g, 8, 64", "64m, 1, 16", "1g, 1, 16"})
  void theYoungGenerationGrowsWithTheHeapWithinBounds(String kept, int processors, int young)
      throws Exception {
    String path = counting(processors) + File.pathSeparator + System.getenv("PATH");
    Matcher sizes = sizes(command(Map.of("PATH", path), List.of("--memory-size=" + kept)));

    assertEquals(young, Integer.parseInt(sizes.group(2)));
    assertEquals(young + 32, Integer.parseInt(sizes.group(1)));
  }

  /**
   * A folder with a program that counts so many. It lies there from the start: one that is written
   * now may still be open in a process that another test has just begun, and cannot be run then.
   */
  private static Path counting(int processors) {
    return Path.of("src", "test", "processors", String.valueOf(processors)).toAbsolutePath();
  }

  /** Each process that it starts takes as long as a twentieth of what Java does. */
  @Test
  void itTakesNoOtherProgramThanTheOneThatCountsProcessors(@TempDir Path root) throws Exception {
    Path launcher = quickened(root, "h2");
    Map<String, String> environment = Map.of("PATH", counting(2).toString());
    String said = command(launcher, environment, List.of("-p", "0"));
    assertTrue(said.contains(" -XX:AOTCache=" + lib(root, "h2") + " "), said);
    assertTrue(said.startsWith(System.getProperty("java.home") + "/bin/java "), said);
  }

  /** Java would know ASCII alone, and pass on other arguments than it was given. */
  @ParameterizedTest
  @CsvSource({
    "C, C, en_US.UTF-8, LC_ALL=C.UTF-8, LC_ALL=C",
    "POSIX, '', '', LC_ALL=C.UTF-8, LC_ALL=POSIX",
    "'', C, en_US.UTF-8, LC_CTYPE=C.UTF-8, LC_CTYPE=C",
    "'', '', C, LC_CTYPE=C.UTF-8, LC_CTYPE=",
    "'', '', '', LC_CTYPE=C.UTF-8, LC_CTYPE="
  })
  void whereThereIsNoLocaleJavaGetsOne(
      String all, String type, String lang, String set, String before) throws Exception {
    String said = command(Map.of("LC_ALL", all, "LC_CTYPE", type, "LANG", lang), List.of());
    assertTrue(said.startsWith("env " + set + " "), said);
    assertTrue(said.contains(" -Dlarder.locale=" + before + " "), said);
  }

  @ParameterizedTest
  @CsvSource({"C.UTF-8, C, C", "'', de_DE, C", "'', '', tr_TR.UTF-8"})
  void aLocaleThatIsThereStays(String all, String type, String lang) throws Exception {
    String said = command(Map.of("LC_ALL", all, "LC_CTYPE", type, "LANG", lang), List.of());
    assertFalse(said.contains("larder.locale"), said);
    assertFalse(said.contains("env "), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-p 0", "--memory-size=much", "--memory-size=", "run -- x --memory-size=1g"})
  void byDefaultItIsAQuarterOfTheMachineAtMost(String arguments) throws Exception {
    long heap = heap(command(Map.of(), List.of(arguments.split(" "))));
    assertEquals(Math.min(608, machine() / 4), heap);
  }

  /** The table of what is stored lies there, and grows with that alone. */
  @Test
  void outsideOfTheHeapThereIsAQuarterOfTheMachineHoweverSmallTheHeap() throws Exception {
    String said = command(Map.of(), List.of("--memory-size=64m"));
    long outside = Math.max(machine() / 4, heap(said));
    assertTrue(said.contains(" -XX:MaxDirectMemorySize=" + outside + "m "), said);
  }

  @Test
  void theEnvironmentIsHeededAndTheCommandLineWins() throws Exception {
    Map<String, String> environment = Map.of("LARDER_MEMORY_SIZE", "64m");
    assertEquals(224, heap(command(environment, List.of())));
    assertEquals(352, heap(command(environment, List.of("--memory-size=128m"))));
  }

  @ParameterizedTest
  @CsvSource({
    "LARDER_OPTS, -Xmx1g",
    "JAVA_OPTS, -ea -Xmx1g",
    "JAVA_OPTS, -XX:MaxRAMPercentage=50",
    "JAVA_OPTS, -XX:MaxHeapSize=1g",
    "JAVA_OPTS, -XX:+HeapDumpOnOutOfMemoryError -XX:InitialHeapSize=64m -ea"
  })
  void whoSetsASizeHasItHisWay(String name, String options) throws Exception {
    String said = command(Map.of(name, options), List.of("--memory-size=64m"));
    assertFalse(said.contains(" -XX:NewSize="), said);
    assertTrue(said.contains(" " + options + " "), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+HeapDumpOnOutOfMemoryError -XX:MaxDirectMemorySize=1g",
        "-XX:+UseG1GC -DRAM=1",
        "-XX:HeapDumpPath=/RAM/Size",
        "-XX:+AlwaysPreTouch -Dname=Xmx1g -XX:MaxMetaspaceSize=1g",
      })
  void optionsAboutAnythingElseLeaveTheHeapAsItIs(String options) throws Exception {
    String said = command(Map.of("LARDER_OPTS", options), List.of("--memory-size=64m"));
    assertEquals(224, heap(said));
    assertTrue(said.contains(" " + options + " "), said);
  }

  /** Laid out as a distribution, with what was made ready for that cache. */
  private static Path quickened(Path root, String cache) throws IOException {
    Path launcher = root.resolve("bin/larder");
    Files.createDirectories(launcher.getParent());
    if (!Files.exists(launcher)) {
      Files.copy(LAUNCHER, launcher);
    }
    Path made = root.resolve("lib").resolve(cache + ".aot");
    Files.createDirectories(made.getParent());
    Files.writeString(made, "classes");
    Files.writeString(Path.of(made + ".for"), fitFor(root, release()) + "\n");
    return launcher;
  }

  private static String fitFor(Path root, String release) throws IOException {
    return System.getProperty("java.home") + " " + root.toRealPath() + " " + release;
  }

  /** Of the JDK, as far as its version. */
  private static String release() throws IOException {
    String all = Files.readString(Path.of(System.getProperty("java.home"), "release"));
    int end = all.indexOf('\n', all.indexOf("JAVA_VERSION="));
    return all.substring(0, end).replace('\n', ' ');
  }

  @ParameterizedTest
  @CsvSource({
    "--cache=memory, memory",
    "--cache memory -p 0, memory",
    "--cache=h2 --cache=memory, memory",
    "--cache=memory --cache=h2, h2",
    "--cache=h2, h2",
    "-p 0, h2",
    "run -- x --cache=memory, h2",
  })
  void classesAreReadyForTheCacheThatIsAskedFor(
      String arguments, String expected, @TempDir Path root) throws Exception {
    quickened(root, "memory");
    Path launcher = quickened(root, "h2");
    String said = command(launcher, Map.of(), List.of(arguments.split(" ")));
    assertTrue(said.contains(" -XX:AOTCache=" + lib(root, expected) + " "), said);
  }

  @Test
  void theEnvironmentMayAskForThatCache(@TempDir Path root) throws Exception {
    quickened(root, "memory");
    Path launcher = quickened(root, "h2");
    Map<String, String> environment = Map.of("LARDER_CACHE", "memory");
    String said = command(launcher, environment, List.of());
    assertTrue(said.contains(" -XX:AOTCache=" + lib(root, "memory") + " "), said);
    said = command(launcher, environment, List.of("--cache=h2"));
    assertTrue(said.contains(" -XX:AOTCache=" + lib(root, "h2") + " "), said);
  }

  @Test
  void whatWasMadeReadyForAnotherPlaceOrReleaseIsLeftAlone(@TempDir Path root) throws Exception {
    Path launcher = quickened(root, "memory");
    Path madeFor = root.resolve("lib/memory.aot.for");
    Files.writeString(madeFor, fitFor(root, release().replace("JAVA_", "NO_")) + "\n");
    assertFalse(command(launcher, Map.of(), List.of("--cache=memory")).contains("AOTCache"));
    Files.writeString(madeFor, fitFor(root.resolve("bin"), release()) + "\n");
    String said = command(launcher, Map.of(), List.of("--cache=memory"));
    assertFalse(said.contains("AOTCache"), said);
    quickened(root, "h2");
    said = command(launcher, Map.of(), List.of("--cache=memory"));
    assertTrue(said.contains(" -XX:AOTCache=" + lib(root, "h2") + " "), said);
  }

  /** Of the JDK that stands in for one, see {@link #counting}. */
  @Test
  void whatIsLearntIsNotThatOfTheUsersSettings(@TempDir Path root) throws Exception {
    Path launcher = quickened(root, "h2");
    Path told = root.resolve("told");
    command(
        launcher,
        Map.of(
            "JAVA_HOME",
            Path.of("src", "test", "jdk").toAbsolutePath().toString(),
            "TOLD",
            told.toString(),
            "LARDER_LAUNCH",
            "quicken",
            "LARDER_ACCESS_LOG",
            root.resolve("log").toString(),
            "LARDER_OFFLINE",
            "true",
            "LARDER_OPTS",
            "-Xmx1g"),
        List.of());
    List<String> lines = Files.readAllLines(told);
    assertEquals(2, lines.stream().filter("--no-upstream-proxy"::equals).count());
    assertEquals(List.of(), lines.stream().filter(line -> line.startsWith("LARDER_")).toList());
    assertEquals("classes\n", Files.readString(lib(root, "memory")));
  }

  private static Path lib(Path root, String cache) throws IOException {
    return root.toRealPath().resolve("lib").resolve(cache + ".aot");
  }
}
