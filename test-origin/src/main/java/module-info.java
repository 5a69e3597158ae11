import org.jspecify.annotations.NullMarked;

/**
 * An origin that sends exactly the bytes that a test wants, a client that does, tables of such
 * bytes, and an ear for logs.
 */
@NullMarked
module larder.test.origin {
  requires java.logging;
  requires static org.jspecify;

  exports larder.test.attacks;
  exports larder.test.log;
  exports larder.test.origin;
}
