package larder.app;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A program that fetches one URI as the JDK does by itself, and says what it got. */
final class Fetching {
  private Fetching() {}

  /** Takes the URI. */
  public static void main(String[] arguments) throws Exception {
    try (InputStream in = URI.create(arguments[0]).toURL().openStream()) {
      System.out.println("got " + new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
