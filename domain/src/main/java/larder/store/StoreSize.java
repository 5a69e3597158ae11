package larder.store;

/**
 * How much is stored.
 *
 * @param responses their number
 * @param bytes heads and contents, as counted against the store's bound
 */
public record StoreSize(long responses, long bytes) {}
