import org.jspecify.annotations.NullMarked;

/** The contract of the store port as tests, and stores for the tests of other modules. */
@NullMarked
module larder.store.contract {
  requires static org.jspecify;
  requires transitive larder.domain;
  requires transitive org.junit.jupiter.api;

  exports larder.store.contract;
}
