package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import larder.test.origin.Peer;

/** The program in a process of its own. */
public final class ChildLarder implements AutoCloseable {
  private static final Pattern LISTENS =
      Pattern.compile("listens on http://127\\.0\\.0\\.1:(\\d+)");
  private static final String END = "(ended)";

  private static final List<String> CARRYING =
      List.of(
          "--add-opens=java.base/java.lang=larder.socket",
          "--add-exports=java.base/jdk.internal.vm=larder.socket");

  /** Whoever runs the tests has folders of his own, which are none of theirs. */
  private static final Path HOME = Path.of("target", "home-of-children").toAbsolutePath();

  private static final List<String> FOLDERS =
      List.of("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME");

  /** As the launcher does: the modules of the program, of all that the tests have. */
  public static final String MODULES = modules();

  private final Process process;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final StringBuilder all = new StringBuilder();

  /** Begins it; what it says is read along. */
  public ChildLarder(List<String> javaOptions, List<String> arguments) throws IOException {
    this(javaOptions, arguments, environment -> {});
  }

  /**
   * @param around changes the environment
   */
  ChildLarder(
      List<String> javaOptions, List<String> arguments, Consumer<Map<String, String>> around)
      throws IOException {
    this(List.of(), javaOptions, arguments, around);
  }

  /**
   * @param launcher what is put before the command, and executes it
   */
  private ChildLarder(
      List<String> launcher,
      List<String> javaOptions,
      List<String> arguments,
      Consumer<Map<String, String>> around)
      throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(javaOptions);
    command.addAll(List.of("-p", MODULES, "-m", "larder.app/" + Main.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("LARDER_"));
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    builder.environment().put("LARDER_ADMIN_PORT", "none"); // many run at once
    for (String folders : FOLDERS) {
      builder.environment().put(folders, HOME.toString());
    }
    around.accept(builder.environment());
    process = builder.start();
    process.getOutputStream().close();
    Thread.ofVirtual().start(this::readAlong);
  }

  private static String modules() {
    Path[] all =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getProperty("java.class.path"))
            .map(Path::of)
            .toArray(Path[]::new);
    return ModuleLayer.boot()
        .configuration()
        .resolveAndBind(ModuleFinder.of(all), ModuleFinder.of(), Set.of("larder.app"))
        .modules()
        .stream()
        .map(module -> Path.of(module.reference().location().orElseThrow()).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** One that serves on a free port, with a store on disk. */
  public static ChildLarder serving(Path folder, String... more) throws IOException {
    return new ChildLarder(carrying("-Xmx64m"), serve(folder, more));
  }

  /** The same, started as {@code nohup} does. */
  static ChildLarder servingWithoutHangups(Path folder, String... more) throws IOException {
    List<String> nohup = List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh");
    return new ChildLarder(nohup, carrying("-Xmx64m"), serve(folder, more), environment -> {});
  }

  private static List<String> serve(Path folder, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--cache=h2", "--cache-dir=" + folder, "--port=0"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** The launcher's options beside that one; without them the JDK carries connections' threads. */
  public static List<String> carrying(String option) {
    List<String> options = new ArrayList<>(CARRYING);
    options.add(option);
    return options;
  }

  /** One that nothing tells where home is. */
  static ChildLarder homeless(String... arguments) throws IOException {
    return new ChildLarder(
        List.of("-Xmx64m", "-Duser.home=?"),
        List.of(arguments),
        environment -> {
          environment.remove("HOME");
          FOLDERS.forEach(environment::remove);
        });
  }

  private void readAlong() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
      }
    } catch (IOException e) {
      said.add("(its output ended: " + e.getMessage() + ")"); // as it does when it is killed
    } finally {
      said.add(END);
    }
  }

  /** Waits for a line with that in it. */
  Matcher await(Pattern pattern) throws InterruptedException {
    while (true) {
      String line = said.poll(60, TimeUnit.SECONDS);
      assertNotNull(line, () -> "Nothing more after: " + all);
      assertTrue(!line.equals(END), () -> "It ended after: " + all);
      all.append(line).append('\n');
      Matcher found = pattern.matcher(line);
      if (found.find()) {
        return found;
      }
    }
  }

  /** Where it listens, once it does. */
  public InetSocketAddress address() throws InterruptedException {
    int port = Integer.parseInt(await(LISTENS).group(1));
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  static Answer get(InetSocketAddress proxy, String uri) throws IOException {
    try (Peer client = Peer.connect(proxy)) {
      client.send(Running.request("GET", uri));
      return Answer.read(client, "GET");
    }
  }

  public long pid() {
    return process.pid();
  }

  /** What {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends a signal, as in {@code HUP}. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).start();
    assertEquals(0, kill.waitFor());
  }

  /** Sends TERM. */
  public void terminate() {
    process.destroy();
  }

  /** Whether it ends by itself within that time. */
  public boolean endsWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Waits for its end. */
  public int exitCode() throws InterruptedException {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "It does not end");
    return process.exitValue();
  }

  /** All that it has said, to its end. */
  public String output() throws InterruptedException {
    for (String line = said.take(); !line.equals(END); line = said.take()) {
      all.append(line).append('\n');
    }
    return all.toString();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
