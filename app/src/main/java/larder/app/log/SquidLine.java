package larder.app.log;

import java.util.Locale;
import larder.forwarding.Conclusion;

/** {@code %ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt}. */
final class SquidLine {
  private SquidLine() {}

  static String format(Conclusion conclusion) {
    long end = conclusion.startedAt().plus(conclusion.elapsed()).toEpochMilli();
    return String.format(
        Locale.ROOT,
        "%d.%03d %6d %s %s/%03d %d %s %s %s %s %s",
        end / 1000,
        end % 1000,
        conclusion.elapsed().toMillis(),
        LogText.client(conclusion),
        LogText.result(conclusion),
        LogText.status(conclusion),
        conclusion.bytesSent(),
        LogText.word(LogText.method(conclusion)),
        LogText.word(LogText.target(conclusion)),
        LogText.word(conclusion.user()),
        LogText.hierarchy(conclusion),
        LogText.word(LogText.contentType(conclusion)));
  }
}
