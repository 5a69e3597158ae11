import org.jspecify.annotations.NullMarked;

/**
 * What HTTP messages are, who may send them where, what a cache may do with them, and how one
 * exchange runs. No I/O.
 */
@NullMarked
module larder.domain {
  requires static transitive org.jspecify;

  exports larder.access;
  exports larder.caching;
  exports larder.fault;
  exports larder.forwarding;
  exports larder.http;
  exports larder.store;
  exports larder.upkeep;
}
