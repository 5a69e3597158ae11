/**
 * A store on disk that stays warm over a restart.
 *
 * <p>A committed response is found at once in the {@code Overlay}. Behind the answers, one {@code
 * Writer} brings the changes in groups to the {@code Shelf}: it appends records to a {@code Pack}
 * and enters their locations in {@code Places}. A {@code Finder} looks up {@code Places} and reads
 * the record there. The {@code Cleaner} takes packs apart when there is no room or when much of
 * them is dead. The {@code Catalog} in H2 lists the records of each full pack, so that the next
 * opening need not read it.
 */
package larder.h2;
