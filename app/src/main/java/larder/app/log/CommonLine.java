package larder.app.log;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import larder.forwarding.Conclusion;
import larder.http.FieldNames;
import larder.http.RequestHead;

/** The Common Log Format and the combined one, with Squid's result and hierarchy at the end. */
final class CommonLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private CommonLine() {}

  static String common(Conclusion conclusion) {
    return start(conclusion) + end(conclusion);
  }

  static String combined(Conclusion conclusion) {
    return start(conclusion)
        + " \""
        + LogText.quoted(LogText.referer(conclusion))
        + "\" \""
        + LogText.quoted(LogText.requestField(conclusion, FieldNames.USER_AGENT))
        + '"'
        + end(conclusion);
  }

  private static String start(Conclusion conclusion) {
    RequestHead request = conclusion.request();
    return LogText.client(conclusion)
        + " - "
        + LogText.word(conclusion.user())
        + " ["
        + TIME.format(conclusion.startedAt())
        + "] \""
        + LogText.word(LogText.method(conclusion))
        + ' '
        + LogText.word(LogText.target(conclusion))
        + ' '
        + (request == null ? "HTTP/0.0" : request.version().text())
        + "\" "
        + LogText.status(conclusion)
        + ' '
        + conclusion.bytesSent();
  }

  private static String end(Conclusion conclusion) {
    String hierarchy = LogText.hierarchy(conclusion);
    return " " + LogText.result(conclusion) + ':' + hierarchy.substring(0, hierarchy.indexOf('/'));
  }
}
