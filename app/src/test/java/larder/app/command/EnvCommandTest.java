package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code larder env}: what it has programs trust. */
class EnvCommandTest {
  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();

  private Ran larder(String... arguments) {
    environment.put("XDG_DATA_HOME", folder.toString());
    Ran ran = Ran.of(environment, arguments);
    assertEquals(0, ran.exitCode(), ran.err());
    return ran;
  }

  /** As GitHub reads it: a variable a line. */
  private Map<String, String> env(String... more) {
    List<String> arguments = new ArrayList<>(List.of("env", "--shell=github"));
    arguments.addAll(List.of(more));
    Map<String, String> variables = new HashMap<>();
    for (String line : larder(arguments.toArray(String[]::new)).out().lines().toList()) {
      variables.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
    }
    return variables;
  }

  @Test
  void shReadsWhatBashReads() {
    assertEquals(larder("env", "--shell=bash").out(), larder("env", "--shell=sh").out());
  }

  private void makeAuthority(String action) {
    larder("ca", action, "--intercept=a.example");
  }

  private String authority() throws IOException {
    return Files.readString(folder.resolve("larder/ca/authority.pem"));
  }

  private static String content(Map<String, String> variables, String name) throws IOException {
    return Files.readString(Path.of(variables.getOrDefault(name, "")));
  }

  @Test
  void withoutAnAuthorityNothingIsSaidOfTrust() {
    Map<String, String> variables = env();
    assertEquals("http://127.0.0.1:3128", variables.get("http_proxy"));
    assertFalse(variables.containsKey("SSL_CERT_FILE"), variables::toString);
    assertFalse(Files.exists(folder.resolve("larder/trust")));
  }

  @Test
  void theAuthorityIsTrustedBesideThoseThatWere() throws Exception {
    Path theirs = Files.writeString(folder.resolve("theirs.pem"), "(theirs)\n");
    environment.put("NODE_EXTRA_CA_CERTS", theirs.toString());
    makeAuthority("init");
    Map<String, String> variables = env();
    String extra = content(variables, "NODE_EXTRA_CA_CERTS");
    assertTrue(extra.contains("(theirs)") && extra.contains(authority().strip()), extra);
    assertTrue(content(variables, "SSL_CERT_FILE").contains(authority().strip()));
    assertTrue(variables.getOrDefault("JAVA_TOOL_OPTIONS", "").contains("trustStore="));
  }

  @Test
  void inAShellThatHasTheVariablesItSaysTheSameAgain() throws Exception {
    Path theirs = Files.writeString(folder.resolve("theirs.pem"), "(theirs)\n");
    environment.put("NODE_EXTRA_CA_CERTS", theirs.toString());
    environment.put("JAVA_TOOL_OPTIONS", "-Xmx1g");
    environment.put("no_proxy", "inner.example");
    makeAuthority("init");
    Map<String, String> first = env();
    String before = content(first, "SSL_CERT_FILE");
    environment.putAll(first);
    assertEquals(first, env());
    assertEquals(before, content(first, "SSL_CERT_FILE"));
    assertTrue(content(first, "NODE_EXTRA_CA_CERTS").contains("(theirs)"));
  }

  @Test
  void anotherAuthorityTakesThePlaceOfTheOneBefore() throws Exception {
    makeAuthority("init");
    environment.putAll(env());
    String old = authority().strip();
    makeAuthority("rotate");
    String bundle = content(env(), "SSL_CERT_FILE");
    assertTrue(bundle.contains(authority().strip()));
    assertFalse(bundle.contains(old));
  }

  @Test
  void whatItHasHadTrustedFollowsTheAuthority() throws Exception {
    makeAuthority("init");
    Map<String, String> variables = env();
    environment.putAll(variables);
    String old = authority().strip();
    assertTrue(isJavaTold(old));
    Ran rotated = larder("ca", "rotate");
    assertTrue(rotated.err().contains(folder.resolve("larder/trust").toString()), rotated.err());
    for (String name : List.of("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")) {
      String trusted = content(variables, name);
      assertTrue(trusted.contains(authority().strip()), name);
      assertFalse(trusted.contains(old), name);
    }
    assertTrue(isJavaTold(authority()));
    assertFalse(isJavaTold(old));
  }

  private boolean isJavaTold(String pem) throws Exception {
    char[] password = "changeit".toCharArray();
    KeyStore store =
        KeyStore.getInstance(folder.resolve("larder/trust/java.p12").toFile(), password);
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    return store.getCertificateAlias(certificate) != null;
  }

  @Test
  void whatItHasHadTrustedIsRemovedWithTheRest() throws Exception {
    makeAuthority("init");
    env();
    Path trust = folder.resolve("larder/trust");
    assertTrue(Files.exists(trust));
    Ran undone = Ran.of(environment, "ca", "uninstall");
    assertTrue(undone.err().startsWith("Removed: the files of larder env, " + trust), undone.err());
    assertFalse(Files.exists(trust));
    assertFalse(Ran.of(environment, "ca", "uninstall").err().contains("larder env"));
  }

  @Test
  void anAuthorityAloneBringsNoFiles() {
    makeAuthority("init");
    makeAuthority("rotate");
    assertFalse(Files.exists(folder.resolve("larder/trust")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--no-trust",
        "--shell=docker",
        "--proxy=http://192.0.2.1:3128",
        "--proxy=other:1"
      })
  void whoIsElsewhereOrDoesNotWantToIsNotToldToTrustIt(String option) {
    makeAuthority("init");
    String said = larder("env", option).out();
    assertTrue(said.contains("http_proxy="), said);
    assertFalse(said.contains("SSL_CERT_FILE"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1:8080", "[::1]:3128"})
  void whateverItsNameThisMachineIsHere(String proxy) {
    makeAuthority("init");
    assertTrue(larder("env", "--proxy=http://" + proxy).out().contains("SSL_CERT_FILE"));
  }
}
