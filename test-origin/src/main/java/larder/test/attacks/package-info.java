/** Tables of messages that two parsers might understand differently. */
package larder.test.attacks;
