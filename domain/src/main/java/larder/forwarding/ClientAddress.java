package larder.forwarding;

/**
 * Where a client is.
 *
 * @param host its address in numbers, as text and without brackets; never a name
 * @param port from 1 to 65535
 */
public record ClientAddress(String host, int port) {}
