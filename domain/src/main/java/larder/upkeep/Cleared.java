package larder.upkeep;

/**
 * What was removed.
 *
 * @param contentBytes the bytes of the removed contents
 */
public record Cleared(long responses, long contentBytes) {}
