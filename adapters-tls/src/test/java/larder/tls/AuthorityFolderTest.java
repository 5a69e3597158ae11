package larder.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
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
  }

  @Test
  void anotherOneTakesItsPlace() throws Exception {
    SigningAuthority first = folder().replace(authority());
    SigningAuthority second = folder().replace(authority());
    SigningAuthority there = Objects.requireNonNull(folder().load());
    assertNotEquals(first.certificate(), there.certificate());
    assertEquals(second.certificate(), there.certificate());
    assertEquals(second.key(), there.key());
    assertNothingIsBeside();
  }

  /** Like a full disk. */
  @Test
  void whatIsThereStaysIfAnotherOneCannotBeWritten() throws Exception {
    SigningAuthority kept = folder().keep(authority());
    SigningAuthority other = authority();
    SigningAuthority unwritable =
        new SigningAuthority(other.certificate(), other.issuer(), new UnwritableKey());
    assertThrows(UncheckedIOException.class, () -> folder().replace(unwritable));
    SigningAuthority there = Objects.requireNonNull(folder().load());
    assertEquals(kept.certificate(), there.certificate());
    assertEquals(kept.key(), there.key());
    assertNothingIsBeside();
  }

  private void assertNothingIsBeside() throws IOException {
    try (var left = Files.list(parent.resolve("data"))) {
      assertEquals(List.of(parent.resolve("data/ca")), left.toList());
    }
  }

  private static final class UnwritableKey implements PrivateKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return "PKCS#8";
    }

    @Override
    public byte[] getEncoded() {
      throw new UncheckedIOException(new IOException("No space left on device"));
    }
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

  /** Two processes that start at once agree on one authority. */
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
