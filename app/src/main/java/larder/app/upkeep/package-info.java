/** Questions about a running proxy's store or one at rest, and their answers in JSON. */
package larder.app.upkeep;
