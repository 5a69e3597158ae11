/** The user's rules as text: on the command line, in files, and those that come along. */
package larder.app.rules;
