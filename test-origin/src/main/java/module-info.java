import org.jspecify.annotations.NullMarked;

/** An origin that sends exactly the bytes that a test wants, and a client that does. */
@NullMarked
module larder.test.origin {
  requires static org.jspecify;

  exports larder.test.origin;
}
