/**
 * A store on disk that stays warm over a restart. What is committed is found at once in the {@code
 * Overlay}; one {@code Writer} brings it to the {@code Index}, in groups, behind the answers.
 */
package larder.h2;
