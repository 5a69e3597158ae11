/**
 * Who may come in, and where they may go: clients, credentials and destinations. It decides, and
 * does nothing.
 */
package larder.access;
