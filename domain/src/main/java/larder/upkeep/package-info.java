/**
 * What is stored, for whoever looks after it: looked at, counted, cleared. Drives the store port
 * and the inventory port; no request waits for it.
 */
package larder.upkeep;
