/**
 * What every store promises, written down as tests: an adapter's test extends {@code
 * BoundedStoreContract}, or {@code DurableStoreContract} if it survives a restart. Beside them a
 * plain store and one that can be broken on purpose.
 */
package larder.store.contract;
