package larder.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import larder.app.admin.AdminAddress;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A proxy with an admin port and a folder, and an origin whose answers it stores. */
abstract class CacheToolsFixture {
  private static final String FRESH =
      "HTTP/1.1 200 OK\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\nCache-Control: max-age=60\r\n"
          + "Content-Type: text/plain\r\nETag: \"a\"\r\nContent-Length: 5\r\n\r\nhello";

  @TempDir Path folder;
  Running larder;
  FakeOrigin origin;
  final Setup setup = new Setup();

  @BeforeEach
  void start() throws Exception {
    origin = FakeOrigin.answering(FRESH, FRESH, FRESH);
    larder = setup.storing(StoreKind.H2.in(folder)).admin(new Settings.AdminAt(0, true)).start();
  }

  @AfterEach
  void stop() throws IOException {
    larder.close();
    origin.close();
  }

  final String url(String path) {
    return origin.uri(path);
  }

  final AdminAddress admin() {
    return Objects.requireNonNull(Admin.of(folder));
  }
}
