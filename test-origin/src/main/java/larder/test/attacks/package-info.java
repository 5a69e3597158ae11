/** Messages that two parsers might read in two ways, as tables. */
package larder.test.attacks;
