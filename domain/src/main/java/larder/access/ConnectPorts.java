package larder.access;

import java.util.ArrayList;
import java.util.List;

/** The ports to which {@code CONNECT} may tunnel (RFC 9110, section 9.3.6): numbers and ranges. */
public final class ConnectPorts {
  /** Only port 443. */
  public static final ConnectPorts HTTPS = parse("443");

  /** Port 80 too: some programs tunnel all their requests. */
  public static final ConnectPorts WEB = parse("80,443");

  private final List<Range> ranges;

  private ConnectPorts(List<Range> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /**
   * Reads {@code 443,1025-65535}.
   *
   * @throws IllegalArgumentException if it is anything else; the message says what is expected
   */
  public static ConnectPorts parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      int first = port(dash < 0 ? part : part.substring(0, dash), text);
      int last = dash < 0 ? first : port(part.substring(dash + 1), text);
      if (last < first) {
        throw wrong(text);
      }
      ranges.add(new Range(first, last));
    }
    return new ConnectPorts(ranges);
  }

  private static int port(String digits, String text) {
    String trimmed = digits.trim();
    if (!trimmed.matches("[0-9]{1,5}")) {
      throw wrong(text);
    }
    int port = Integer.parseInt(trimmed);
    if (port < 1 || port > 65535) {
      throw wrong(text);
    }
    return port;
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is no list of ports from 1 to 65535, such as 443 or 443,1025-65535");
  }

  public boolean allows(int port) {
    for (Range range : ranges) {
      if (port >= range.first && port <= range.last) {
        return true;
      }
    }
    return false;
  }

  /** As it would be written on the command line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Range range : ranges) {
      text.append(text.isEmpty() ? "" : ",").append(range.first);
      if (range.last > range.first) {
        text.append('-').append(range.last);
      }
    }
    return text.toString();
  }

  private record Range(int first, int last) {}
}
