package larder.access;

import java.util.List;
import larder.http.IpAddress;

/** Which clients may connect at all. */
public sealed interface ClientRules {
  /** Every client that can reach us. */
  ClientRules ANYBODY = new Anybody();

  boolean allow(IpAddress client);

  /** Every client that can reach us. */
  record Anybody() implements ClientRules {
    @Override
    public boolean allow(IpAddress client) {
      return true;
    }
  }

  /** Clients on this machine, and those in one of the ranges. */
  final class Within implements ClientRules {
    private final IpRanges ranges;

    public Within(List<IpRange> ranges) {
      this.ranges = IpRanges.of(ranges);
    }

    @Override
    public boolean allow(IpAddress client) {
      return client.isLoopback() || ranges.contains(client);
    }
  }
}
