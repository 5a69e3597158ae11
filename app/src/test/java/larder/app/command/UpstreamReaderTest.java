package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import larder.access.Login;
import larder.app.Settings;
import larder.http.Authority;
import larder.http.IpAddress;
import larder.http.Scheme;
import larder.socket.origin.Upstream;
import larder.socket.origin.Upstreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Where the parent proxy comes from. */
class UpstreamReaderTest {
  private static final List<IpAddress> OURS =
      Stream.of("127.0.0.1", "::1", "192.168.1.5", "2001:db8::5").map(IpAddress::parse).toList();

  private static Upstreams read(Map<String, String> environment, String... arguments) {
    return read("127.0.0.1", environment, arguments);
  }

  /** Of one that listens there, on a machine with those addresses. */
  private static Upstreams read(
      String listening, Map<String, String> environment, String... arguments) {
    UpstreamOptions options = new UpstreamOptions();
    CommandSpec spec = CommandSpec.create();
    options.addTo(spec);
    new CommandLine(spec).parseArgs(arguments);
    return new UpstreamReader(
            environment, List.of(new Settings.Endpoint(listening, 3128)), () -> OURS)
        .read(options);
  }

  private static Optional<Upstream> parent(String host, int port) {
    return Optional.of(new Upstream(Scheme.HTTP, new Authority(host, port), Optional.empty()));
  }

  @Test
  void theOptionNamesItForAll() {
    Upstreams read =
        read(
            Map.of("http_proxy", "http://other.example:1"),
            "--upstream-proxy=http://al%40ice:p%3Aw+@proxy.example:8080/");
    Upstream parent =
        new Upstream(
            Scheme.HTTP,
            new Authority("proxy.example", 8080),
            Optional.of(new Login("al@ice", "p:w+")));
    assertEquals(Optional.of(parent), read.http());
    assertEquals(Optional.of(parent), read.https());
    assertFalse(read.toString().contains("p:w"), read.toString());
  }

  @Test
  void theEnvironmentNamesThem() {
    Upstreams both = read(Map.of("http_proxy", "http://a.example:1", "HTTPS_PROXY", "b.example:2"));
    assertEquals(parent("a.example", 1), both.http());
    assertEquals(parent("b.example", 2), both.https());
    Upstreams all = read(Map.of("ALL_PROXY", "http://c.example"));
    assertEquals(parent("c.example", 3128), all.http());
    assertEquals(parent("c.example", 3128), all.https());
    assertEquals(Upstreams.NONE, read(Map.of("http_proxy", "http://a"), "--no-upstream-proxy"));
    assertEquals(Upstreams.NONE, read(Map.of()));
  }

  @Test
  void smallLettersWinAndAFieldOfAClientIsNoSetting() {
    assertEquals(
        parent("small", 1),
        read(Map.of("http_proxy", "http://small:1", "HTTP_PROXY", "http://large:1")).http());
    Map<String, String> cgi = Map.of("HTTP_PROXY", "http://evil:1", "REQUEST_METHOD", "GET");
    assertEquals(Optional.empty(), read(cgi).http());
  }

  @Test
  void aVariableThatNamesThisProxyIsForItsClients() {
    for (String self : List.of("http://127.0.0.1:3128", "http://localhost:3128/", "[::1]:3128")) {
      assertEquals(Optional.empty(), read(Map.of("http_proxy", self)).http(), self);
    }
    assertEquals(parent("127.0.0.1", 3129), read(Map.of("http_proxy", "127.0.0.1:3129")).http());
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> read(Map.of(), "--upstream-proxy=http://localhost:3128"));
    assertTrue(String.valueOf(refused.getMessage()).contains("this proxy itself"));
  }

  @Test
  void aParentThatIsThisProxyIsRefusedWithoutItsPassword() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> read(Map.of(), "--upstream-proxy=http://u:secret@127.0.0.1:3128"));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("127.0.0.1:3128"), message);
    assertFalse(message.contains("secret"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 192.168.1.5:3128, true",
    "'::', 192.168.1.5:3128, true",
    "'::', [2001:db8:0::5]:3128, true",
    "'::', 127.0.0.2:3128, true",
    "0:0:0:0:0:0:0:0, 127.0.0.1:3128, true",
    "0:0:0:0:0:0:0:0, 192.168.1.5:3128, true",
    "0.0.0.0, 192.168.1.5:3129, false",
    "0.0.0.0, 192.168.1.6:3128, false",
    "0.0.0.0, proxy.example:3128, false",
    "192.168.1.5, 192.168.1.5:3128, true",
    "192.168.1.5, 127.0.0.1:3128, false",
    "127.0.0.1, 192.168.1.5:3128, false",
    "'2001:db8::5', [2001:db8:0::5]:3128, true",
    "localhost, 127.0.0.1:3128, true",
    "proxy.example, proxy.example:3128, true"
  })
  void whatListensEverywhereIsAtEachAddressOfTheMachine(
      String listening, String named, boolean own) {
    assertEquals(own, read(listening, Map.of("https_proxy", named)).https().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy.example",
        "socks5://a.example",
        "http://",
        "http://a.example/path",
        "http://a:b:c",
        "http://u:secret@a b"
      })
  void whatIsNoParentIsRefusedWithoutItsPassword(String text) {
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> read(Map.of(), "--upstream-proxy=" + text));
    assertFalse(String.valueOf(refused.getMessage()).contains("secret"));
    assertEquals(Upstreams.NONE, read(Map.of("http_proxy", "socks5://a")));
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, example.org, true",
    "example.org, www.example.org, true",
    "example.org, badexample.org, false",
    ".example.org, www.example.org, true",
    "*.example.org, www.example.org, true",
    "EXAMPLE.org, example.org., true",
    "*, any.example, true",
    "10.0.0.0/8, 10.1.2.3, true",
    "10.0.0.0/8, 11.1.2.3, false",
    "127.0.0.1, 127.0.0.1, true",
    "::1, [::1], true",
    "example.org:80, example.org, true",
    "example.org:8080, example.org, false",
    "'a.example, b.example', b.example, true",
    "'!!! b.example', b.example, true"
  })
  void noProxyIsReadAsOthersReadIt(String noProxy, String host, boolean past) throws Exception {
    Upstreams read = read(Map.of("http_proxy", "http://p.example:1", "no_proxy", noProxy));
    Authority authority = Authority.parse(host, 80);
    assertEquals(past, read.past().stream().anyMatch(each -> each.includes(authority)));
  }
}
