import org.jspecify.annotations.NullMarked;

/**
 * An origin and a client that send exactly the bytes that a test wants, tables of such bytes, and a
 * listener for log messages.
 */
@NullMarked
module larder.test.origin {
  requires java.logging;
  requires static org.jspecify;

  exports larder.test.attacks;
  exports larder.test.log;
  exports larder.test.origin;
}
