package larder.caching;

import larder.http.ByteRange;
import larder.store.StoredResponse;

/**
 * Part of a stored content, to be joined with others.
 *
 * @param range by positions in the stored content, which may differ from those in the
 *     representation
 */
public record Piece(StoredResponse stored, ByteRange range) {}
