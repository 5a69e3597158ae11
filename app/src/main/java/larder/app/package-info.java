/** The start, the settings and the wiring: the only package that knows every adapter. */
package larder.app;
