/** The way to origins: names, connections, TLS, requests and responses, and the ends of tunnels. */
package larder.socket.origin;
