/** Collects log messages for tests. */
package larder.test.log;
