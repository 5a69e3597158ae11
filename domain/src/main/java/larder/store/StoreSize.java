package larder.store;

/**
 * How much is stored.
 *
 * @param responses their number
 * @param bytes what they count against the store's bound: heads and contents
 */
public record StoreSize(long responses, long bytes) {}
