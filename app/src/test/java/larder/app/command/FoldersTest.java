package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where things are kept if nobody says where. */
class FoldersTest {
  private static final Path ELSEWHERE = Path.of("/github/home");

  @TempDir Path known;

  private Folders linux(Map<String, String> environment) {
    return Folders.of("Linux", known.toString(), environment);
  }

  @Test
  void theEnvironmentSaysWhereHomeIs() {
    Folders folders = linux(Map.of("HOME", ELSEWHERE.toString()));
    assertEquals(ELSEWHERE.resolve(".cache/larder"), folders.cache());
    assertEquals(ELSEWHERE.resolve(".config/larder"), folders.config());
    assertEquals(ELSEWHERE.resolve(".local/share/larder/ca"), folders.authority());
    assertEquals(ELSEWHERE.resolve(".local/share/larder/trust"), folders.trust());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "home", "./home", "/no\0path"})
  void whatIsNoAbsolutePathIsNoHome(String home) {
    assertEquals(known.resolve(".cache/larder"), linux(Map.of("HOME", home)).cache());
    assertEquals(known.resolve(".cache/larder"), linux(Map.of()).cache());
  }

  @Test
  void eachPlaceCanBeNamedByItself() {
    Map<String, String> environment =
        Map.of("HOME", "/home/me", "XDG_CACHE_HOME", "/cache", "XDG_DATA_HOME", "data");
    assertEquals(Path.of("/cache/larder"), linux(environment).cache());
    assertEquals(Path.of("/home/me/.local/share/larder/ca"), linux(environment).authority());
  }

  /** Java says {@code ?} for a user whom the system does not know. */
  @ParameterizedTest
  @ValueSource(strings = {"?", "", "/no/such/folder"})
  void withoutAHomeItSaysWhatToGive(String none) {
    Folders folders = Folders.of("Linux", none, Map.of());
    assertTrue(message(folders::cache).endsWith("set HOME, or give --cache-dir"));
    assertTrue(message(folders::config).endsWith("--auth"));
    assertTrue(message(folders::authority).endsWith("XDG_DATA_HOME"));
    assertEquals("none without HOME", Folders.shown(folders::cache));
    assertEquals(
        Path.of("/c/larder"), Folders.of("Linux", none, Map.of("XDG_CACHE_HOME", "/c")).cache());
  }

  private static String message(Supplier<Path> place) {
    return String.valueOf(assertThrows(Folders.NoHomeException.class, place::get).getMessage());
  }

  @Test
  void eachSystemHasItsOwnPlaces() {
    assertEquals(
        ELSEWHERE.resolve("Library/Caches/larder"),
        Folders.of("Mac OS X", "/Users/me", Map.of("HOME", ELSEWHERE.toString())).cache());
    Map<String, String> windows =
        Map.of("HOME", ELSEWHERE.toString(), "LOCALAPPDATA", "/local", "APPDATA", "/roaming");
    assertEquals(Path.of("/local/larder"), Folders.of("Windows 11", "/me", windows).cache());
    assertEquals(Path.of("/roaming/larder"), Folders.of("Windows 11", "/me", windows).config());
    assertEquals(
        Path.of("/me/.cache/larder"),
        Folders.of("Windows 11", "/me", Map.of("HOME", ELSEWHERE.toString())).cache());
  }
}
