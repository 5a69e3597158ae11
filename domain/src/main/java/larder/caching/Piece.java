package larder.caching;

import larder.http.ByteRange;
import larder.store.StoredResponse;

/**
 * Some of a stored content, to be joined with others.
 *
 * @param range by positions in the stored content, which need not be those in the representation
 */
public record Piece(StoredResponse stored, ByteRange range) {}
