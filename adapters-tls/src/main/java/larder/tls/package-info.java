/** The authority that vouches for intercepted hosts, and who is trusted to vouch for origins. */
package larder.tls;
