package larder.app.log;

import larder.forwarding.Conclusion;

/** {@code %ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt}. */
final class SquidLine {
  private SquidLine() {}

  static String format(Conclusion conclusion) {
    long end = conclusion.startedAt().plus(conclusion.elapsed()).toEpochMilli();
    StringBuilder line = new StringBuilder(256);
    line.append(end / 1000).append('.');
    padded(line, end % 1000, 3, '0').append(' ');
    padded(line, conclusion.elapsed().toMillis(), 6, ' ').append(' ');
    line.append(LogText.client(conclusion)).append(' ');
    line.append(LogText.result(conclusion)).append('/');
    padded(line, LogText.status(conclusion), 3, '0').append(' ');
    line.append(conclusion.bytesSent()).append(' ');
    line.append(LogText.word(LogText.method(conclusion))).append(' ');
    line.append(LogText.word(LogText.target(conclusion))).append(' ');
    line.append(LogText.word(conclusion.user())).append(' ');
    line.append(LogText.hierarchy(conclusion)).append(' ');
    return line.append(LogText.word(LogText.contentType(conclusion))).toString();
  }

  private static StringBuilder padded(StringBuilder line, long number, int width, char with) {
    String digits = Long.toString(number);
    return line.repeat(with, Math.max(0, width - digits.length())).append(digits);
  }
}
