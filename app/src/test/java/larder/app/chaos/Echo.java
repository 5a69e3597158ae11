package larder.app.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.zip.CRC32C;

/** What an origin tells of the content that it was sent. */
final class Echo {
  private Echo() {}

  static String of(String content) {
    CRC32C sum = new CRC32C();
    sum.update(content.getBytes(ISO_8859_1));
    return content.length() + " bytes, " + Long.toHexString(sum.getValue());
  }
}
