/** The command line: options, help, questions, messages and exit codes. */
package larder.app.command;
