/**
 * The store port: where responses are kept. {@code larder.forwarding} drives it, adapters implement
 * it, and the module {@code store-contract} states in tests what each implementation promises.
 */
package larder.store;
