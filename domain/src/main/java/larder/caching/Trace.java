package larder.caching;

import java.util.function.Supplier;

/** Takes down the steps that led to a decision. */
@FunctionalInterface
public interface Trace {
  /** Nobody asked. */
  Trace OFF =
      new Trace() {
        @Override
        public void step(String section, Supplier<String> step) {}

        @Override
        public boolean isOn() {
          return false;
        }
      };

  /**
   * Takes down one step.
   *
   * @param section as in {@code RFC 9111, section 4.2.1}
   * @param step a sentence with the fields and figures that were used; only built when it is wanted
   */
  void step(String section, Supplier<String> step);

  /** Did anybody ask? Words that cost more than a line are only looked for then. */
  default boolean isOn() {
    return true;
  }
}
