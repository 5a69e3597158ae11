package larder.socket.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueTableTest {
  private final ValueTable table = new ValueTable();

  @Test
  void whatComesAThirdTimeIsTheStringOfTheSecond() {
    String first = text("max-age=60");
    String second = text("max-age=60");

    assertNotSame(first, second, "nobody knows yet that it comes again");
    assertSame(second, text("max-age=60"));
    assertSame(second, text("max-age=60"));
  }

  @Test
  void whatCameOnceTakesNothingsPlace() {
    text("text/plain");
    String kept = text("text/plain");
    for (int i = 0; i < 20_000; i++) {
      text("\"" + i + "-" + i * 31 + "\"");
    }

    assertSame(kept, text("text/plain"));
  }

  @Test
  void theLongestIsKeptAndWhatIsLongerIsNot() {
    String longest = "x".repeat(ValueTable.LONGEST);
    text(longest);

    assertSame(text(longest), text(longest));
    text(longest + "x");
    assertNotSame(text(longest + "x"), text(longest + "x"));
  }

  @Test
  void theTextIsThatOfTheOctetsWhateverCameBefore() {
    Random random = new Random(5);
    List<String> texts = new ArrayList<>();
    for (int length = 0; length <= ValueTable.LONGEST + 8; length++) {
      byte[] octets = new byte[length];
      random.nextBytes(octets);
      texts.add(new String(octets, ISO_8859_1));
      for (int i = 0; i < length; i += 3) {
        byte[] other = octets.clone();
        other[i] ^= 1;
        texts.add(new String(other, ISO_8859_1));
      }
    }
    for (int round = 0; round < 4; round++) {
      Collections.shuffle(texts, random);
      for (String each : texts) {
        assertEquals(each, text(each));
        assertEquals(each, text(each));
      }
    }
  }

  private String text(String of) {
    byte[] bytes = ("<" + of + ">").getBytes(ISO_8859_1);
    return table.text(bytes, 1, bytes.length - 1);
  }
}
