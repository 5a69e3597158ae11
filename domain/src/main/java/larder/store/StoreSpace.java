package larder.store;

/**
 * How much room a store takes.
 *
 * @param taken in bytes, with what is removed and not given back yet, and with what belongs to the
 *     store itself
 * @param bound of {@code taken}
 */
public record StoreSpace(StoreSize stored, long taken, long bound) {}
