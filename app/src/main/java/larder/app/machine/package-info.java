/** The machine that all this runs on, as far as its network goes. */
package larder.app.machine;
