/**
 * Our own certificate authority, which signs for intercepted hosts, and the authorities trusted for
 * origins.
 */
package larder.tls;
