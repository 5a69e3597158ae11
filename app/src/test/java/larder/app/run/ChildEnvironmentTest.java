package larder.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChildEnvironmentTest {
  private static final ProxyAddress PROXY = new ProxyAddress("127.0.0.1", 4711);
  private static final Trust TRUST =
      new Trust(
          Path.of("/t/authority.pem"),
          Path.of("/t/bundle.pem"),
          Path.of("/t/java.p12"),
          "changeit",
          Path.of("/t/apt.conf"),
          Path.of("/t/wgetrc"));

  private static Map<String, String> of(Map<String, String> inherited) {
    return ChildEnvironment.of(PROXY, NoProxy.usual(null), inherited, null, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http_proxy",
        "https_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "npm_config_proxy"
      })
  void everyNameOfTheProxyHasItsScheme(String name) {
    assertEquals("http://127.0.0.1:4711", of(Map.of()).get(name));
  }

  @Test
  void thisMachineIsLeftOut() {
    Map<String, String> variables = of(Map.of());
    assertEquals("localhost,127.0.0.1,::1,.local", variables.get("no_proxy"));
    assertEquals(variables.get("no_proxy"), variables.get("NO_PROXY"));
    assertTrue(
        String.valueOf(variables.get("JAVA_TOOL_OPTIONS"))
            .endsWith("-Dhttp.nonProxyHosts=localhost|127.*|[::1]|*.local"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.example,.b.example | a.example,.b.example",
        "*.c.example 10.0.0.0/8 d.example | .c.example,d.example",
        "* | ''",
        "none | ''"
      })
  void whatNotAllProgramsUnderstandIsLeftAway(String given, String expected) {
    assertEquals(expected, NoProxy.parse(given).list());
  }

  @Test
  void whatTheUserHasExceptedStaysSo() {
    assertEquals(
        "localhost,127.0.0.1,::1,.local,inner.example",
        NoProxy.usual("localhost,inner.example").list());
  }

  /** A list that is not empty leaves out this machine in Java, whatever it says. */
  @Test
  void nothingIsExceptedIfThatIsWanted() {
    Map<String, String> variables =
        ChildEnvironment.of(PROXY, NoProxy.parse("none"), Map.of(), null, true);
    assertEquals("", variables.get("no_proxy"));
    assertTrue(
        String.valueOf(variables.get("JAVA_TOOL_OPTIONS")).endsWith("-Dhttp.nonProxyHosts="));
  }

  @Test
  void whatJavaAndItsToolsWereToldBeforeIsContinued() {
    Map<String, String> variables =
        of(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g", "MAVEN_ARGS", "-B", "GRADLE_OPTS", " "));
    assertTrue(
        String.valueOf(variables.get("JAVA_TOOL_OPTIONS"))
            .startsWith("-Xmx1g -Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=4711 "));
    assertEquals(
        "-B -Daether.connector.http.useSystemProperties=true", variables.get("MAVEN_ARGS"));
    assertEquals("-Dorg.gradle.daemon=false", variables.get("GRADLE_OPTS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-Xmx1g", "-Da='b  c'  -Db=\"-Dhttp.proxyHost=x '\" -Dc=d\"e f\"g"})
  void twiceIsAsGoodAsOnce(String before) {
    Map<String, String> inherited = new HashMap<>();
    for (String name : List.of("JAVA_TOOL_OPTIONS", "MAVEN_ARGS", "GRADLE_OPTS")) {
      inherited.put(name, before);
    }
    Map<String, String> once =
        ChildEnvironment.of(PROXY, NoProxy.usual(null), inherited, TRUST, true);
    inherited.putAll(once);
    assertEquals(once, ChildEnvironment.of(PROXY, NoProxy.usual(null), inherited, TRUST, true));
    assertTrue(
        String.valueOf(once.get("JAVA_TOOL_OPTIONS")).contains(before.replace("'  -Db", "' -Db")));
  }

  @Test
  void anotherProxyTakesThePlaceOfTheOneBefore() {
    Map<String, String> inherited = new HashMap<>(of(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g")));
    inherited.computeIfPresent("JAVA_TOOL_OPTIONS", (name, options) -> options + " -Xss1m");
    ProxyAddress other = new ProxyAddress("127.0.0.1", 4712);
    String java =
        ChildEnvironment.of(other, NoProxy.usual(null), inherited, null, true)
            .get("JAVA_TOOL_OPTIONS");
    assertTrue(
        String.valueOf(java)
            .startsWith("-Xmx1g -Xss1m -Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=4712 "),
        java);
  }

  /** As the data folder has on some systems. */
  @Test
  void aFileWithABlankInItsNameIsOneOption() {
    Path keys = Path.of("/a b/java.p12");
    Trust trust = new Trust(keys, keys, keys, "changeit", keys, keys);
    Map<String, String> inherited = new HashMap<>(Map.of("JAVA_TOOL_OPTIONS", "-ea b -Xmx1g"));
    Map<String, String> once =
        ChildEnvironment.of(PROXY, NoProxy.usual(null), inherited, trust, true);
    String java = String.valueOf(once.get("JAVA_TOOL_OPTIONS"));
    assertTrue(java.startsWith("-ea b -Xmx1g "), java);
    assertTrue(java.contains(" -Djavax.net.ssl.trustStore=\"/a b/java.p12\" "), java);
    inherited.putAll(once);
    assertEquals(once, ChildEnvironment.of(PROXY, NoProxy.usual(null), inherited, trust, true));
  }

  /** Java says what is wrong with it. */
  @Test
  void aQuotationMarkWithoutItsOtherIsPassedOn() {
    String java = of(Map.of("JAVA_TOOL_OPTIONS", "-Da='b c -Xmx1g")).get("JAVA_TOOL_OPTIONS");
    assertTrue(String.valueOf(java).startsWith("-Da='b c -Xmx1g -Dhttp.proxyHost="), java);
  }

  @Test
  void javaCanBeLeftInPeace() {
    Map<String, String> variables =
        ChildEnvironment.of(PROXY, NoProxy.usual(null), Map.of(), TRUST, false);
    assertNull(variables.get("JAVA_TOOL_OPTIONS"));
    assertNull(variables.get("MAVEN_ARGS"));
  }

  @Test
  void nobodyIsTrustedUnlessThatIsNeeded() {
    Map<String, String> variables = of(Map.of());
    assertFalse(variables.containsKey("SSL_CERT_FILE"));
    assertFalse(variables.containsKey("NODE_EXTRA_CA_CERTS"));
  }

  /** Who takes a file in the place of the system's gets the bundle; Node adds to its own. */
  @Test
  void anAuthorityIsTrustedBesideTheOthers() {
    Map<String, String> variables =
        ChildEnvironment.of(PROXY, NoProxy.usual(null), Map.of(), TRUST, true);
    for (String name :
        List.of("SSL_CERT_FILE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "npm_config_cafile")) {
      assertEquals("/t/bundle.pem", variables.get(name), name);
    }
    assertEquals("/t/authority.pem", variables.get("NODE_EXTRA_CA_CERTS"));
    assertEquals("/t/apt.conf", variables.get("APT_CONFIG"));
    assertTrue(
        String.valueOf(variables.get("JAVA_TOOL_OPTIONS"))
            .contains(
                " -Djavax.net.ssl.trustStore=/t/java.p12 -Djavax.net.ssl.trustStoreType=PKCS12"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "bash; it's; export N='it'\\''s'",
        "fish; it's \\; set -gx N 'it\\'s \\\\'",
        "powershell; it's; $env:N = 'it''s'",
        "github; it's; N=it's",
        "docker; it's; N=it's"
      })
  void eachShellReadsWhatIsMeant(Shell shell, String value, String line) {
    assertEquals(List.of(line), shell.lines(Map.of("N", value)));
  }
}
