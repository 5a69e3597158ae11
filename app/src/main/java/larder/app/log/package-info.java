/** The access log with its formats, and the messages of the program. */
package larder.app.log;
