package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import larder.app.Settings;
import larder.caching.Rfc9111Policy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What settings come of the options; nothing here begins to listen. */
class SettingsReaderTest {
  private static Settings settings(Map<String, String> environment, String... arguments) {
    CommandLine line = CommandLines.create(environment);
    line.parseArgs(arguments);
    ServeCommand command = line.getCommand();
    return command.settings();
  }

  private static Settings settings(String... arguments) {
    return settings(Map.of(), arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LARDER_VERSION", "LARDER_HELP", "LARDER_OPTS", "LARDER_NOTHING"})
  void aVariableThatStandsForNoSettingIsLeftAlone(String name) {
    assertEquals(3128, settings(Map.of(name, "1.2.3")).listening().endpoints().getFirst().port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rule=/a never", "--preset=npm", "--targeted-fields=CDN-Cache-Control"})
  void whatThePolicyWouldPassOverIsRefused(String passedOver) {
    ParameterException e =
        assertThrows(ParameterException.class, () -> settings("--policy=fixed", passedOver));
    assertTrue(String.valueOf(e.getMessage()).contains("go with --policy=rfc9111"), e.getMessage());
  }

  @Test
  void theDefaultsAreTheAncestorsAndTheFields() {
    Settings settings = settings(Map.of("XDG_CACHE_HOME", "/home/me/.cache"));
    assertEquals(
        List.of(new Settings.Endpoint("127.0.0.1", 3128), new Settings.Endpoint("::1", 3128)),
        settings.listening().endpoints());
    assertEquals(10_000, settings.listening().maxConnections());
    assertEquals(10_000, settings.network().bufferSize());
    assertEquals("443", settings.access().connectPorts().toString());
    assertEquals(Duration.ofMinutes(5), settings.network().originTimeout());
    assertEquals(
        new Settings.ByTheBook(Rfc9111Policy.Settings.DEFAULT, List.of()),
        settings.caching().policy());
    Settings.OnDisk store = assertInstanceOf(Settings.OnDisk.class, settings.caching().store());
    assertEquals(Path.of("/home/me/.cache/larder"), store.folder());
    assertEquals(5L << 30, store.size());
  }

  @Test
  void eachTimeoutIsTheOneThatWasGiven() {
    Settings.Network network =
        settings(
                "--header-timeout=1",
                "--idle-timeout=2",
                "--connect-timeout=3",
                "--origin-timeout=4",
                "--tunnel-idle-timeout=5",
                "--cache=memory")
            .network();
    assertEquals(Duration.ofSeconds(1), network.headerTimeout());
    assertEquals(Duration.ofSeconds(2), network.idleTimeout());
    assertEquals(Duration.ofSeconds(3), network.connectTimeout());
    assertEquals(Duration.ofSeconds(4), network.originTimeout());
    assertEquals(Duration.ofSeconds(5), network.tunnelIdleTimeout());
  }

  @ParameterizedTest
  @CsvSource({"100, 100", "1k, 1024", "0, 0"})
  void theLeastRateIsTheOneThatWasGiven(String given, long rate) {
    assertEquals(rate, settings("--min-rate=" + given, "--cache=memory").limits().leastRate());
  }

  /** Node tunnels to port 80, too. */
  @ParameterizedTest
  @CsvSource({", '80,443'", "443, 443", "'443,8443', '443,8443'"})
  void oneCommandGetsByConnectToWhereAnyProgramAsks(@Nullable String given, String ports) {
    ProxyOptions options = new ProxyOptions();
    CommandSpec spec = CommandSpec.create();
    options.addTo(spec);
    CommandLine line = new CommandLine(spec);
    line.parseArgs(given == null ? new String[0] : new String[] {"--connect-ports=" + given});
    Settings settings =
        new SettingsReader(line, Map.of("HOME", "/home/me"), 1 << 30).readForOneCommand(options);
    assertEquals(ports, settings.access().connectPorts().toString());
  }

  /** The heap that there is, what is asked for, and what comes of it; all in MiB. */
  @ParameterizedTest
  @CsvSource({
    "4096, , 256",
    "608, , 256",
    "512, , 224",
    "256, , 96",
    "64, , 16",
    "1024, 768, 768",
  })
  void theMemoryIsWithinTheHeap(long heap, @Nullable Long asked, long expected) {
    assertEquals(new Settings.InMemory(expected << 20), storeWithin(heap << 20, asked));
  }

  @Test
  void moreMemoryThanThereIsHeapIsRefused() {
    var refused =
        assertThrows(CommandLine.ParameterException.class, () -> storeWithin(1 << 30, 769L));
    assertTrue(refused.getMessage().contains("LARDER_OPTS=-Xmx"), refused::getMessage);
  }

  private static Settings.Store storeWithin(long heap, @Nullable Long mebibytes) {
    ServeOptions options = new ServeOptions();
    options.listen.port.set(0);
    options.proxy.cache.cache.set(CacheOptions.Cache.memory);
    options.proxy.cache.memorySize.set(mebibytes == null ? null : mebibytes << 20);
    return new SettingsReader(CommandLines.create(Map.of()), Map.of(), heap)
        .read(options, null)
        .caching()
        .store();
  }

  @Test
  void onATerminalThePortIsAskedForUnlessSomethingSaysWhere() {
    assertEquals(8080, portAfterAsking());
    assertEquals(1, portAfterAsking("--port=1"));
    assertEquals(3128, portAfterAsking("--listen=[::1]"));
  }

  private static int portAfterAsking(String... arguments) {
    ServeOptions options = new ServeOptions();
    CommandSpec spec = CommandSpec.create();
    options.addTo(spec);
    new CommandLine(spec).parseArgs(arguments);
    return new SettingsReader(CommandLines.create(Map.of()), Map.of(), 1 << 30)
        .read(options, prompt -> "8080")
        .listening()
        .endpoints()
        .getFirst()
        .port();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0, 3128",
    "0.0.0.0:80, 0.0.0.0, 80",
    "[::]:80, ::, 80",
    "[::1], ::1, 3128",
    "localhost:0, localhost, 0",
    "[::1]:0, ::1, 0"
  })
  void anAddressToListenOnHasAHostAndMayHaveAPort(String text, String host, int port) {
    assertEquals(
        List.of(new Settings.Endpoint(host, port)),
        settings("--listen=" + text).listening().endpoints());
  }

  @Test
  void anAddressWithoutPortHasTheOneThatIsGiven() {
    Settings settings = settings("--listen=[::1]", "-l", "10.0.0.1:80", "--port=0");
    assertEquals(
        List.of(new Settings.Endpoint("::1", 0), new Settings.Endpoint("10.0.0.1", 80)),
        settings.listening().endpoints());
  }

  @ParameterizedTest
  @CsvSource({
    "[2001:DB8::1], 2001:db8::1, 0",
    "Localhost, localhost, 0",
    "localhost:, localhost, 0",
    "localhost:1, localhost, 1",
    "[::1]:1, ::1, 1"
  })
  void howAnAddressIsWrittenIsOfNoMatterToAFreePort(String text, String host, int port) {
    assertEquals(
        List.of(new Settings.Endpoint(host, port)),
        settings("--listen=" + text, "--port=0").listening().endpoints());
  }
}
