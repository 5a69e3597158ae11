package larder.socket.channel;

/** What the sweeper looks at. */
public interface Watched {
  /** Ends what has taken too long. Called again and again on the sweeper's thread; never blocks. */
  void sweep(long now);

  /** Ends it, whatever its time. */
  void cut();
}
