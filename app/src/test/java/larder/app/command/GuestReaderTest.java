package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import larder.access.HostPattern;
import larder.app.Settings;
import larder.app.StartException;
import larder.app.admin.Guests;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What a command that runs behind a proxy of others' gets of what each of the two was told. */
class GuestReaderTest {
  private static final long HEAP = 1L << 30;
  private static final List<Settings.Endpoint> OWN =
      List.of(new Settings.Endpoint("127.0.0.1", 3128));

  private static List<String> given(Map<String, String> environment, String... arguments) {
    CommandLine line = CommandLines.create(environment);
    return GivenOptions.of(line.parseArgs(arguments), environment, GuestReader.taken());
  }

  private static Settings read(
      List<String> proxys, Map<String, String> environment, List<String> commands)
      throws StartException {
    CommandLine line = CommandLines.create(environment);
    GuestReader reader =
        new GuestReader(line.parseArgs(proxys.toArray(String[]::new)), environment, HEAP);
    return reader.of(new Guests.Wish(commands, 1), OWN);
  }

  private static Settings read(List<String> proxys, String... commands) throws StartException {
    return read(proxys, Map.of(), List.of(commands));
  }

  private static List<String> intercepted(Settings settings) {
    return settings.interception().hosts().chosen().stream().map(HostPattern::toString).toList();
  }

  private static List<String> sorted(Map<String, String> environment, String... arguments) {
    return given(environment, arguments).stream().sorted().toList();
  }

  @Test
  void optionsAreWrittenDownWithTheirLongestNamesAndWholePaths() {
    assertEquals(
        List.of(
            "--allow-upgrade=websocket",
            "--connect-ports=443,8443",
            "--connect-timeout=3",
            "--deny-host=c.example",
            "--deny-host=d.example",
            "--intercept=a.example",
            "--intercept=b.example",
            "--offline=true",
            "--origin-ca=" + Path.of("ca.pem").toAbsolutePath(),
            "--preset=apt",
            "--preset=npm",
            "--rules=" + Path.of("more").toAbsolutePath()),
        sorted(
            Map.of(
                "LARDER_DENY_HOST", "c.example,d.example",
                "LARDER_RULES", "more",
                "LARDER_CONNECT_TIMEOUT", "3",
                "LARDER_PRESET", "go"),
            "-p",
            "0",
            "--intercept=a.example,b.example",
            "--origin-ca",
            "ca.pem",
            "--preset=npm,apt",
            "--offline",
            "--allow-upgrade",
            "--connect-ports=443,8443",
            "--auth"));
  }

  @Test
  void aFlagThatIsGivenTwiceIsWrittenDownAsGiven() {
    assertEquals(List.of("--offline=true"), given(Map.of("LARDER_OFFLINE", "true"), "--offline"));
  }

  @Test
  void whatTheCommandLeavesOutIsTheProxys() throws Exception {
    Settings settings =
        read(
            List.of(
                "--intercept=a.example",
                "--deny-host=b.example",
                "--cache-expiry=5m",
                "--connect-timeout=3"));
    assertEquals(1, settings.interception().hosts().chosen().size());
    assertEquals(1, settings.access().deniedHosts().size());
    assertEquals(Duration.ofSeconds(3), settings.network().connectTimeout());
    assertTrue(settings.interception().forOneRun());
    assertEquals(new Settings.NoAdmin(), settings.listening().admin());
  }

  @Test
  void whatTheCommandSaysTakesThePlaceOfAllThatBelongsToIt() throws Exception {
    Settings settings =
        read(
            List.of("--intercept=a.example", "--no-intercept=x.a.example", "--preset=npm"),
            "--intercept=b.example",
            "--rule=/data/** min=1h");
    assertEquals(List.of(HostPattern.parse("b.example").toString()), intercepted(settings));
    assertEquals(List.of(), settings.interception().hosts().excepted());
    assertEquals(1, ((Settings.ByTheBook) settings.caching().policy()).rules().size());
  }

  /** All clients of the proxy share its store, and would get one user's answers. */
  @Test
  void everythingIsKeptOnlyWhereTheProxyKeepsEverythingItself() throws Exception {
    StartException refused =
        assertThrows(StartException.class, () -> read(List.of("--preset=npm"), "--policy=Fixed"));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("--policy=fixed keeps"));
    Settings settings = read(List.of("--policy=fixed"), "--policy=fixed", "--cache-expiry=5");
    assertEquals(new Settings.Fixed(Duration.ofSeconds(5)), settings.caching().policy());
  }

  @Test
  void whatTheCommandExceptsIsExceptedToo() throws Exception {
    Settings settings =
        read(
            List.of("--intercept=example"),
            Map.of("LARDER_NO_INTERCEPT", "bank.example", "LARDER_DENY_HOST", "c.example"),
            List.of("--no-intercept=pinned.example", "--deny-host=d.example"));
    assertEquals(1, settings.interception().hosts().chosen().size());
    assertEquals(2, settings.interception().hosts().excepted().size());
    assertEquals(2, settings.access().deniedHosts().size());
  }

  @Test
  void theWayOutIsTheProxysAndNeverTheProxyItself() throws Exception {
    Settings settings =
        read(
            List.of(),
            Map.of("http_proxy", "http://127.0.0.1:3128", "https_proxy", "http://up.example:3128"),
            List.of());
    assertTrue(settings.network().upstreams().http().isEmpty());
    assertTrue(settings.network().upstreams().https().isPresent());
  }

  @Test
  void byConnectItGetsToWhereAnyProgramAsksUnlessSomebodyNamedThePorts() throws Exception {
    assertEquals("80,443", read(List.of()).access().connectPorts().toString());
    assertEquals("443", read(List.of("--connect-ports=443")).access().connectPorts().toString());
    assertEquals(
        "8443",
        read(List.of("--connect-ports=443"), "--connect-ports=8443")
            .access()
            .connectPorts()
            .toString());
  }

  @Test
  void theStoreIsOpenAlready() throws Exception {
    Settings settings =
        read(
            List.of("--cache-dir=somewhere", "--cache-size=1m", "--memory-size=0"),
            Map.of("LARDER_MEMORY_SIZE", "0", "LARDER_CACHE", "h2"),
            List.of("--cache=h2", "--cache-dir=/elsewhere"));
    assertInstanceOf(Settings.InMemory.class, settings.caching().store());
  }

  @Test
  void whatCannotBeReadIsToldInTheWordsOfTheCommandLine() {
    StartException e =
        assertThrows(StartException.class, () -> read(List.of(), "--connect-timeout=never"));
    assertTrue(String.valueOf(e.getMessage()).contains("--connect-timeout"), e.getMessage());
    assertThrows(StartException.class, () -> read(List.of(), "--of-another-version=1"));
  }
}
