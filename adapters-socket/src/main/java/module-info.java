import org.jspecify.annotations.NullMarked;

/**
 * HTTP over sockets: the listener for clients, the client for origins, and tunnels between the two.
 */
@NullMarked
module larder.socket {
  requires transitive larder.domain;
  requires static org.jspecify;

  exports larder.socket;
  exports larder.socket.listener;
  exports larder.socket.origin;
}
