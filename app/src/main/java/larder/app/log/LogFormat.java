package larder.app.log;

import larder.forwarding.Conclusion;

/** The formats of the access log, by the names that choose them. */
public enum LogFormat {
  /** Squid's native one, for the analysers that read it. */
  squid,
  /** The Common Log Format, with Squid's result at the end. */
  common,
  /** The same with {@code Referer} and {@code User-Agent}. */
  combined,
  /** One object a line. */
  json;

  /** One line, without its end; never with a control character in it. */
  public String format(Conclusion conclusion) {
    return switch (this) {
      case squid -> SquidLine.format(conclusion);
      case common -> CommonLine.common(conclusion);
      case combined -> CommonLine.combined(conclusion);
      case json -> JsonLine.format(conclusion);
    };
  }
}
