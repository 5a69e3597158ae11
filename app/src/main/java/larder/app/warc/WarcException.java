package larder.app.warc;

import java.io.IOException;

/** The input is no WARC file, or an incomplete one. */
public final class WarcException extends IOException {
  private static final long serialVersionUID = 1L;

  WarcException(String message) {
    super(message);
  }
}
