package larder.app.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import larder.caching.Adjustment;
import larder.caching.Rule;
import larder.http.TargetUri;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {
  private static Optional<Rule> ruleFor(Preset preset, String path) throws Exception {
    TargetUri target = TargetUri.parse("http://packages.example.org" + path);
    return preset.rules().stream().filter(rule -> rule.pattern().matches(target)).findFirst();
  }

  private static Adjustment adjustmentFor(Preset preset, String path) throws Exception {
    return ruleFor(preset, path).orElseThrow().adjustment();
  }

  @ParameterizedTest
  @CsvSource({
    "apt, /debian/pool/main/c/curl/curl_7.88.1-10_amd64.deb, apt-package",
    "apt, /pool/main/c/curl/curl_7.88.1-10_amd64.deb, apt-package",
    "apt, /debian/pool/main/c/curl/curl_7.88.1.orig.tar.xz, apt-source",
    "apt, /debian/dists/stable/main/binary-amd64/by-hash/SHA256/0a1b, apt-by-hash",
    "apt, /debian/dists/stable/InRelease, apt-index",
    "apt, /debian/dists/stable/main/binary-amd64/Packages.xz, apt-index",
    "apt, /news/pool-party.html, none",
    "maven, /maven2/org/example/a/1.0/a-1.0.jar, maven-artifact",
    "maven, /maven2/org/example/a/1.0/a-1.0-sources.jar.sha1, maven-artifact",
    "maven, /repository/releases/org/example/a/1.0/a-1.0.pom.sha512, maven-artifact",
    "maven, /maven2/org/example/a/maven-metadata.xml, maven-index",
    "maven, /maven2/org/example/a/maven-metadata.xml.sha1, maven-index",
    "maven, /maven2/org/example/a/1.0-SNAPSHOT/a-1.0-20260101.1-1.jar, maven-snapshot",
    "maven, /maven2/org/example/a/, none",
    "npm, /left-pad/-/left-pad-1.0.0.tgz, npm-archive",
    "npm, /@scope/a/-/a-1.0.0.tgz, npm-archive",
    "npm, /left-pad, none",
    "pypi, /packages/ab/cd/0123456789/a-1.0-py3-none-any.whl, pypi-file",
    "pypi, /packages/ab/cd/0123456789/a-1.0-py3-none-any.whl.metadata, pypi-file",
    "pypi, /simple/requests/, pypi-index",
    "pypi, /packages/a.whl, none",
    "go, /example.org/m/@v/v1.2.3.zip, go-module",
    "go, /example.org/m/v2/@v/v2.0.0-pre.mod, go-module",
    "go, /example.org/m/@v/list, go-index",
    "go, /example.org/m/@latest, go-index",
    "go, /example.org/m/@v/v1.2.3.info, go-info",
    "go, /example.org/m/@v/v2-dev.info, go-info",
    "go, /example.org/m/@v/master.info, go-info",
    "go, /sumdb/sum.example.org/tile/8/0/x001/234, go-tile",
    "crates, /api/v1/crates/serde/1.0.0/download, crates-archive",
    "crates, /crates/serde/serde-1.0.0.crate, crates-archive",
    "crates, /se/rd/serde, none",
    "oci, /v2/library/a/blobs/sha256:0a1b, oci-blob",
    "oci, /v2/a/manifests/sha256:0a1b, oci-manifest",
    "oci, /v2/library/a/manifests/latest, oci-tag",
    "oci, /v2/library/a/tags/list, oci-tag",
    "oci, /v2/, none"
  })
  void knowsWhatItIsByThePath(Preset preset, String path, String rule) throws Exception {
    assertEquals(rule, ruleFor(preset, path).map(Rule::name).orElse("none"));
  }

  /** Maven asks for all of it with {@code no-cache}, and since 3.9 with {@code no-store} too. */
  @ParameterizedTest
  @CsvSource({
    "/maven2/org/example/a/1.0/a-1.0.jar, ",
    "/maven2/org/example/a/1.0/a-1.0.jar.sha1, ",
    "/maven2/org/example/a/1.0/a-1.0.jar.sha512, ",
    "/maven2/org/example/a/maven-metadata.xml, 0",
    "/maven2/org/example/a/maven-metadata.xml.sha1, 0",
    "/maven2/org/example/a/1.0-SNAPSHOT/a-1.0-20260101.1-1.jar, 0",
  })
  void whatMavenAsksForIsStoredAndWhatChangesIsValidatedEachTime(
      String path, @Nullable Long longest) throws Exception {
    Adjustment adjustment = adjustmentFor(Preset.maven, path);

    assertTrue(adjustment.ignored().contains(Adjustment.Ignorable.RELOAD));
    assertEquals(longest == null ? null : Duration.ofSeconds(longest), adjustment.longest());
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void whatIsFoundByItsPathIsNeverSharedAgainstItsOriginsWill(Preset preset) {
    assertFalse(preset.rules().isEmpty());
    for (Rule rule : preset.rules()) {
      // That a client reloads says nothing about who may have it.
      assertTrue(
          Set.of(Adjustment.Ignorable.RELOAD).containsAll(rule.adjustment().ignored()),
          rule.name());
      assertTrue(rule.pattern().toString().startsWith("/"), "It names no host");
    }
  }
}
