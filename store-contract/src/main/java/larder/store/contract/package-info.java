/**
 * The contract of every store, as tests: the test of an adapter extends {@code
 * BoundedStoreContract}, or {@code DurableStoreContract} if the store survives a restart. Also a
 * simple store, and one that can be broken on purpose.
 */
package larder.store.contract;
