/** The start, the settings, and the wiring: the only place that sees every adapter. */
package larder.app;
