import org.jspecify.annotations.NullMarked;

/** A store in memory, bounded in bytes. */
@NullMarked
module larder.memory {
  requires static org.jspecify;
  requires com.github.benmanes.caffeine;
  requires transitive larder.domain;

  exports larder.memory;
}
