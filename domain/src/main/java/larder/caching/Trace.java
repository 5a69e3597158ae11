package larder.caching;

import java.util.function.Supplier;

/** Records the steps that led to a decision. */
@FunctionalInterface
public interface Trace {
  /** Records nothing. */
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
   * Records one step.
   *
   * @param section as in {@code RFC 9111, section 4.2.1}
   * @param step a sentence with the fields and figures that were used; built only if it is wanted
   */
  void step(String section, Supplier<String> step);

  /** Whether steps are wanted; sentences that are expensive to build are built only then. */
  default boolean isOn() {
    return true;
  }
}
