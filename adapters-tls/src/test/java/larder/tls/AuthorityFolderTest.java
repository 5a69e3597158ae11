package larder.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import larder.access.HostPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityFolderTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path parent;

  private AuthorityFolder folder() {
    return new AuthorityFolder(parent.resolve("data").resolve("ca"));
  }

  private static SigningAuthority authority() {
    Scope scope = Scope.of(List.of(HostPattern.parse("a.example")));
    return SigningAuthority.create(scope, NOW, Duration.ofDays(365));
  }

  private Path key() {
    return parent.resolve("data/ca/issuer-key.pem");
  }

  @Test
  void whatIsKeptIsThereAgain() throws Exception {
    assertNull(folder().load());
    SigningAuthority kept = folder().keep(authority());
    SigningAuthority there = Objects.requireNonNull(folder().load());
    assertEquals(kept.certificate(), there.certificate());
    assertEquals(kept.issuer(), there.issuer());
    assertEquals(kept.key(), there.key());
    assertEquals("a.example and below", there.scope().toString());
    assertEquals(kept.pem(), Files.readString(folder().certificateFile()));
    folder().remove();
    assertNull(folder().load());
    assertFalse(Files.exists(parent.resolve("data/ca")));
  }

  @Test
  void theKeyIsTheOwnersAlone() throws Exception {
    folder().keep(authority());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key())));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve("data/ca"))));
    Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r-----"));
    IOException refused = assertThrows(IOException.class, () -> folder().load());
    assertTrue(String.valueOf(refused.getMessage()).contains("chmod 600"), refused::getMessage);
  }

  @Test
  void aFileThatIsNoneIsTold() throws Exception {
    folder().keep(authority());
    Files.writeString(key(), "no key");
    assertThrows(IOException.class, () -> folder().load());
  }

  /** Two that start at once agree on one authority. */
  @Test
  void theFirstOneStays() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<SigningAuthority> keep = () -> folder().keep(authority());
      for (Future<SigningAuthority> each : threads.invokeAll(List.of(keep, keep, keep, keep))) {
        assertEquals(
            Objects.requireNonNull(folder().load()).certificate(), each.get().certificate());
      }
    }
    try (var left = Files.list(parent.resolve("data"))) {
      assertEquals(1, left.count());
    }
  }
}
