/** Both ends of a connection, for tests over real sockets, byte by byte. */
package larder.test.origin;
