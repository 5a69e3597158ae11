package larder.socket.channel;

/** Counts the bytes that one end of a tunnel sends and takes. For one thread at a time. */
public interface TunnelMeter {
  /** Counts nothing. */
  TunnelMeter NONE =
      new TunnelMeter() {
        @Override
        public void received(int bytes) {}

        @Override
        public void sent(int bytes) {}
      };

  /** Called when bytes came from the end. */
  void received(int bytes);

  /** Called when bytes were passed to the end. */
  void sent(int bytes);
}
