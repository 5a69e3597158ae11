/** Settings that the listener and the client for origins share. */
package larder.socket;
