/** The admin port: what a running proxy tells of itself, on loopback alone. */
package larder.app.admin;
