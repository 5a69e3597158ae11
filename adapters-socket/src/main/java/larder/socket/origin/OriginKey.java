package larder.socket.origin;

import larder.http.Authority;
import larder.http.Scheme;

/** What connections are made to and kept for. */
record OriginKey(Scheme scheme, Authority authority) {}
