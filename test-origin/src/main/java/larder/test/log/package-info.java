/** What tests hear of logs. */
package larder.test.log;
