package larder.forwarding;

/** Takes down every exchange that ended, well or not. Safe for all threads. */
@FunctionalInterface
public interface ExchangeLog {
  /** Called once an exchange, on its thread, after its last byte. Must neither block nor throw. */
  void concluded(Conclusion conclusion);
}
