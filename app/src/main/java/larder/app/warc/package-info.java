/** Bundles of stored responses, as WARC files (ISO 28500:2017, version 1.1). */
package larder.app.warc;
