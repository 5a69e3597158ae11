package larder.app.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.SplittableRandom;

/**
 * What the origin has under one path: a content that is nobody else's, and what it says of its
 * freshness. All of it follows from the number.
 */
record Item(int number) {
  static final int COUNT = 300;

  private static final String[] CONTENTS = new String[COUNT];

  /** One of them, the first ones more often. */
  static Item any(SplittableRandom random) {
    int most = random.nextInt(1, COUNT + 1);
    return new Item(random.nextInt(most));
  }

  static Item at(String path) {
    return new Item(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
  }

  String path() {
    return "/item/" + number;
  }

  /** Where it says whose content it is. */
  static final String NAME_FIELD = "X-Item";

  String entityTag() {
    return "\"item-" + number + "\"";
  }

  /** Latin-1. */
  String content() {
    synchronized (CONTENTS) {
      if (CONTENTS[number] == null) {
        SplittableRandom random = new SplittableRandom(number);
        byte[] bytes = new byte[size(random)];
        random.nextBytes(bytes);
        CONTENTS[number] = new String(bytes, ISO_8859_1);
      }
      return CONTENTS[number];
    }
  }

  private int size(SplittableRandom random) {
    return switch (number % 10) {
      case 0 -> 0;
      case 1, 2, 3, 4 -> random.nextInt(1, 2_000);
      case 5, 6 -> random.nextInt(10_000, 60_000);
      case 7, 8 -> random.nextInt(60_000, 300_000);
      default -> random.nextInt(1_000_000, 3_000_000);
    };
  }

  private String cacheControl() {
    return switch (number % 7) {
      case 0 -> "no-store";
      case 1 -> "max-age=0";
      case 2 -> "max-age=1";
      default -> "max-age=3600";
    };
  }

  /** The fields that are not about the content's length. */
  String fields() {
    return NAME_FIELD
        + (": " + number + "\r\nETag: " + entityTag() + "\r\n")
        + ("Accept-Ranges: bytes\r\nCache-Control: " + cacheControl() + "\r\n");
  }
}
