package larder.socket.channel;

/** Is told how many bytes one end of a tunnel sends and takes. By one thread at a time. */
public interface TunnelMeter {
  /** Counts nothing. */
  TunnelMeter NONE =
      new TunnelMeter() {
        @Override
        public void received(int bytes) {}

        @Override
        public void sent(int bytes) {}
      };

  /** So many came from it. */
  void received(int bytes);

  /** So many were handed to it. */
  void sent(int bytes);
}
