/** Questions about a store, and their answers in JSON: of a running proxy's, or of one at rest. */
package larder.app.upkeep;
