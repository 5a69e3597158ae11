package larder.forwarding;

import larder.http.Authority;
import org.jspecify.annotations.Nullable;

/**
 * The inside of an intercepted {@code CONNECT}: its requests are for that host, by {@code https}.
 *
 * @param user the user that the client logged in as for the {@code CONNECT}; null if no login was
 *     needed
 */
public record Inside(Authority authority, @Nullable String user) {}
