package larder.app.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import larder.app.statistics.Counts;

/**
 * A command that has ended, and the counts of its proxy.
 *
 * @param exitCode of the command
 */
public record Run(List<String> command, int exitCode, Duration elapsed, Counts counts) {
  public Run {
    command = List.copyOf(command);
  }

  /** Events that a run may be required not to have. */
  public enum Violation {
    /** A request that the store could not answer. */
    miss,
    /** A host whose tunnel was not intercepted. */
    bypass,
    /** Anything that was asked of an origin, including validations and tunnels. */
    egress
  }

  /** The unwanted events that happened, in words. */
  public List<String> violations(Set<Violation> unwanted) {
    List<String> violations = new ArrayList<>();
    if (unwanted.contains(Violation.miss) && counts.misses() > 0) {
      violations.add("misses: " + counts.misses());
    }
    if (unwanted.contains(Violation.bypass) && !counts.tunnelled().isEmpty()) {
      violations.add("hosts past the cache: " + counts.tunnelled().size());
    }
    if (unwanted.contains(Violation.egress) && counts.originRequests() > 0) {
      violations.add("requests to origins: " + counts.originRequests());
    }
    return violations;
  }
}
