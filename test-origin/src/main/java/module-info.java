import org.jspecify.annotations.NullMarked;

/**
 * An origin that sends exactly the bytes that a test wants, a client that does, and tables of such
 * bytes.
 */
@NullMarked
module larder.test.origin {
  requires static org.jspecify;

  exports larder.test.attacks;
  exports larder.test.origin;
}
