package larder.socket.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OctetsTest {
  private static final int LONGEST = 40;

  private final byte[] bytes = new byte[LONGEST];

  @Test
  void aControlCharacterIsFoundWhereverItStandsAndNothingElseIsOne() {
    for (int value = 0; value < 256; value++) {
      boolean control = value < ' ' || value == 0x7f;
      for (int at = 0; at < LONGEST; at++) {
        Arrays.fill(bytes, (byte) 0xff);
        bytes[at] = (byte) value;
        for (int from : new int[] {0, at, at / 2, at + 1}) {
          int expected = control && at >= from ? at : LONGEST;
          assertEquals(expected, Octets.control(bytes, from, LONGEST), value + " at " + at);
        }
        assertEquals(at, Octets.control(bytes, 0, at));
      }
    }
  }

  @Test
  void theFirstOfSeveralIsFoundAmongAllSortsOfOthers() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      random.nextBytes(bytes);
      int from = random.nextInt(LONGEST);
      int to = from + random.nextInt(LONGEST - from);
      char wanted = (char) random.nextInt(128);
      int control = from;
      while (control < to
          && (bytes[control] < 0 || bytes[control] >= ' ')
          && bytes[control] != 0x7f) {
        control++;
      }
      assertEquals(control, Octets.control(bytes, from, to));
      bytes[random.nextInt(LONGEST)] = (byte) wanted;
      int found = from;
      while (found < to && bytes[found] != wanted) {
        found++;
      }
      assertEquals(found, Octets.find(wanted, bytes, from, to));
    }
  }

  @Test
  void theFirstEightAreTheSameWhereverTheArrayEnds() {
    byte[] text = {'l', 'a', 'r', 'd', 'e', (byte) 0xff, 'r', 's', '!'};
    for (int length = 0; length <= text.length; length++) {
      byte[] alone = Arrays.copyOf(text, length);
      assertEquals(Octets.upToEight(alone, 0, length), Octets.upToEight(text, 0, length));
    }
    assertEquals('l' | 'a' << 8, Octets.upToEight(text, 0, 2));
  }
}
