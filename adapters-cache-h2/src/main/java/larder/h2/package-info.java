/**
 * A store on disk that stays warm over a restart.
 *
 * <p>What is committed is found at once in the {@code Overlay}. One {@code Writer} brings it behind
 * the answers, in groups, to the {@code Shelf}: records are appended to a {@code Pack}, and {@code
 * Places} knows from then on where they lie. A {@code Finder} asks {@code Places}, and reads there.
 * The {@code Cleaner} takes packs apart when there is no room or much is dead. The {@code Catalog}
 * in H2 has what stands in each pack that is full, so that the next opening need not read it.
 */
package larder.h2;
