/** The certificate and key by which TLS clients know the proxy. */
package larder.app.tls;
