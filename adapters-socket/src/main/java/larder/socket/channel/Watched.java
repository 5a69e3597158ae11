package larder.socket.channel;

/** Something that a sweeper watches. */
public interface Watched {
  /** Ends what has taken too long. Called repeatedly, on the sweeper's thread; never blocks. */
  void sweep(long now);

  /** Ends it, whatever its deadline. */
  void cut();
}
