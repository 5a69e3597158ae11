package larder.upkeep;

import larder.caching.Standing;
import larder.store.StoredResponse;

/** A stored response, with what it is good for now. */
public record KeptResponse(StoredResponse stored, Standing standing) {}
