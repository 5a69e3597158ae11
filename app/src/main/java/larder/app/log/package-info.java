/** The access log in its formats, and what the program says about itself. */
package larder.app.log;
