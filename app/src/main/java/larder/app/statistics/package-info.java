/** What a proxy counts of its exchanges, and how that is told. */
package larder.app.statistics;
