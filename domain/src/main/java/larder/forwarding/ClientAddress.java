package larder.forwarding;

import larder.http.IpAddress;

/**
 * Where a client is.
 *
 * @param port from 1 to 65535
 */
public record ClientAddress(IpAddress address, int port) {}
