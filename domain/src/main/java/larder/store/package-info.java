/**
 * The store port: where responses are kept. Driven by {@code larder.forwarding}; the adapters carry
 * it out, and the module {@code store-contract} says in tests what each of them promises.
 */
package larder.store;
