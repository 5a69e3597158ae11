/**
 * Connected channels: blocking reads and writes with deadlines, and the buffers they go through.
 */
package larder.socket.channel;
