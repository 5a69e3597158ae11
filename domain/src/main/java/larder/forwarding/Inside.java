package larder.forwarding;

import larder.http.Authority;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a {@code CONNECT} that is read here and not carried: its requests are for that
 * host, by {@code https}.
 *
 * @param user who the client has shown to be when it asked for it; null if nobody was asked
 */
public record Inside(Authority authority, @Nullable String user) {}
