package larder.store;

/**
 * How much space a store takes.
 *
 * @param taken in bytes, including what is removed but not yet given back, and the store's own data
 * @param bound the most that {@code taken} may be
 */
public record StoreSpace(StoreSize stored, long taken, long bound) {}
