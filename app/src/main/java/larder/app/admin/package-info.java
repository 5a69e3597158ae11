/** The admin port: what a running proxy says about itself, on loopback only. */
package larder.app.admin;
