/** What the listener and the way to origins have in common for whoever sets them up. */
package larder.socket;
