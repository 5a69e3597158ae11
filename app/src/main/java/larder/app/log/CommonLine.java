package larder.app.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import larder.forwarding.Conclusion;
import larder.http.FieldNames;
import larder.http.RequestHead;

/** The Common Log Format and the combined one, with Squid's result and hierarchy codes. */
final class CommonLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  /** Many lines have the same time, because it is in whole seconds. */
  private static volatile Second last = new Second(0, TIME.format(Instant.EPOCH));

  private record Second(long epoch, String text) {}

  private CommonLine() {}

  static String common(Conclusion conclusion) {
    return end(start(conclusion), conclusion);
  }

  static String combined(Conclusion conclusion) {
    StringBuilder line = start(conclusion);
    line.append(" \"").append(LogText.quoted(LogText.referer(conclusion))).append("\" \"");
    line.append(LogText.quoted(LogText.requestField(conclusion, FieldNames.USER_AGENT)));
    return end(line.append('"'), conclusion);
  }

  private static StringBuilder start(Conclusion conclusion) {
    RequestHead request = conclusion.request();
    StringBuilder line = new StringBuilder(512).append(LogText.client(conclusion)).append(" - ");
    line.append(LogText.word(conclusion.user())).append(" [");
    line.append(time(conclusion.startedAt())).append("] \"");
    line.append(LogText.word(LogText.method(conclusion))).append(' ');
    line.append(LogText.word(LogText.target(conclusion))).append(' ');
    line.append(request == null ? "HTTP/0.0" : request.version().text()).append("\" ");
    return line.append(LogText.status(conclusion)).append(' ').append(conclusion.bytesSent());
  }

  private static String time(Instant time) {
    Second second = last;
    if (second.epoch() != time.getEpochSecond()) {
      second = new Second(time.getEpochSecond(), TIME.format(time));
      last = second;
    }
    return second.text();
  }

  private static String end(StringBuilder line, Conclusion conclusion) {
    String hierarchy = LogText.hierarchy(conclusion);
    line.append(' ').append(LogText.result(conclusion)).append(':');
    return line.append(hierarchy, 0, hierarchy.indexOf('/')).toString();
  }
}
