package larder.upkeep;

/**
 * What was removed.
 *
 * @param contentBytes of their contents
 */
public record Cleared(long responses, long contentBytes) {}
