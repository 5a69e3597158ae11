package larder.forwarding;

/** Records every exchange that ended, well or not. Safe for all threads. */
@FunctionalInterface
public interface ExchangeLog {
  /** Called once per exchange, on its thread, after its last byte. Must neither block nor throw. */
  void concluded(Conclusion conclusion);
}
