/**
 * Who may come in, and where they may go: clients, credentials and destinations. Makes decisions
 * and has no effects.
 */
package larder.access;
