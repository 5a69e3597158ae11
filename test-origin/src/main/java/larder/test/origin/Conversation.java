package larder.test.origin;

/** What an origin does with one connection. */
@FunctionalInterface
public interface Conversation {
  /** Talks; the connection is closed afterwards. */
  void with(Peer peer) throws Exception;
}
