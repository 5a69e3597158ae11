/**
 * The listener: accepts connections from clients, reads requests, and passes them to the request
 * port.
 */
package larder.socket.listener;
