package larder.app.warc;

import java.io.IOException;

/** What is read is no WARC file, or not all of one. */
public final class WarcException extends IOException {
  private static final long serialVersionUID = 1L;

  WarcException(String message) {
    super(message);
  }
}
