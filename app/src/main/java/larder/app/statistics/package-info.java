/** What a proxy counts, and how it reports the counts. */
package larder.app.statistics;
