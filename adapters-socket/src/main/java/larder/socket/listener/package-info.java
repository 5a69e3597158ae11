/**
 * The door for clients: takes connections, reads requests, and drives the request port with them.
 */
package larder.socket.listener;
