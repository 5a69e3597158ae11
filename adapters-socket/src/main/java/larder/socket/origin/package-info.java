/**
 * The client for origins: name resolution, connections, TLS, requests and responses, and the far
 * ends of tunnels.
 */
package larder.socket.origin;
