package larder.app;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A proxy for each test. */
abstract class ProxyFixture {
  Running larder;

  /** What it is to be. */
  Setup setup() {
    return new Setup();
  }

  @BeforeEach
  void start() throws Exception {
    larder = setup().start();
  }

  @AfterEach
  void stop() {
    larder.close();
  }
}
