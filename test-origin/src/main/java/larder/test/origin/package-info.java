/** Both ends of a connection for tests that go over real sockets, byte by byte. */
package larder.test.origin;
