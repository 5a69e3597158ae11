/** The text of rules: on the command line, in files, and built in. */
package larder.app.rules;
