/**
 * The upkeep of the stored responses: looking at, counting and clearing them. Drives the store port
 * and the inventory port; no request waits for it.
 */
package larder.upkeep;
