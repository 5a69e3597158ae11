/** The values of HTTP: methods, targets, fields, heads, and the stream of a message's content. */
package larder.http;
