package larder.app.log;

import larder.forwarding.Conclusion;

/** The formats of the access log; the user chooses them by these names. */
public enum LogFormat {
  /** Squid's native format, for log analysers. */
  squid,
  /** The Common Log Format, with Squid's result at the end. */
  common,
  /** The same with {@code Referer} and {@code User-Agent}. */
  combined,
  /** A JSON object on each line. */
  json;

  /** One line without its end; never contains control characters. */
  public String format(Conclusion conclusion) {
    return switch (this) {
      case squid -> SquidLine.format(conclusion);
      case common -> CommonLine.common(conclusion);
      case combined -> CommonLine.combined(conclusion);
      case json -> JsonLine.format(conclusion);
    };
  }
}
