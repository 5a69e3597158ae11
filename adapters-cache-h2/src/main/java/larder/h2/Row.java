package larder.h2;

import org.jspecify.annotations.Nullable;

/**
 * A stored response as the index has it, unchecked.
 *
 * @param length of the content
 * @param checksum of what the index keeps of the content
 * @param size against the store's bound
 * @param used when it was used last, in groups written
 * @param kept what the index keeps of the content, if it was read at once
 */
@SuppressWarnings("ArrayRecordComponent") // rows are never compared
record Row(
    long id,
    String uri,
    byte[] head,
    long length,
    int checksum,
    long size,
    long used,
    byte @Nullable [] kept) {}
