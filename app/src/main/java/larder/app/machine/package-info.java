/** The network interfaces of the machine. */
package larder.app.machine;
