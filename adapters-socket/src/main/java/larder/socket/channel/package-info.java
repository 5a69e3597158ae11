/**
 * Connections: blocking reads and writes with deadlines, the threads that wait for them, and the
 * buffers that bytes pass through.
 */
package larder.socket.channel;
