/** Certificates and keys: who the proxy is to clients that speak TLS with it. */
package larder.app.tls;
