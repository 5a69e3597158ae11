package larder.access;

import java.util.List;
import larder.http.IpAddress;

/** Which clients may connect at all. */
public sealed interface ClientRules {
  /** Whoever can reach us. */
  ClientRules ANYBODY = new Anybody();

  boolean allow(IpAddress client);

  /** Whoever can reach us. */
  record Anybody() implements ClientRules {
    @Override
    public boolean allow(IpAddress client) {
      return true;
    }
  }

  /** Those on this machine, and those in one of the ranges. */
  record Within(List<IpRange> ranges) implements ClientRules {
    public Within {
      ranges = List.copyOf(ranges);
    }

    @Override
    public boolean allow(IpAddress client) {
      return client.isLoopback() || ranges.stream().anyMatch(range -> range.contains(client));
    }
  }
}
