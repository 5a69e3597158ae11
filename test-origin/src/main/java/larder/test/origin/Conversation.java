package larder.test.origin;

/** The part of an origin in one connection. */
@FunctionalInterface
public interface Conversation {
  /** Runs; afterwards the connection is closed. */
  void with(Peer peer) throws Exception;
}
