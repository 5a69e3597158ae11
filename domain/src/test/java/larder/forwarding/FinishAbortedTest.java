package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which downloads are worth their end. */
class FinishAbortedTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1048576, true",
    "0, 1048577, false",
    "1, 1048577, true",
    "4999999, 10000000, false",
    "5000000, 10000000, true",
    "0, 0, true",
    "5000000, -1, false",
    "4611686018427387904, 9223372036854775807, true"
  })
  void aMebibyteLeftOrHalfOfItDone(long taken, long announced, boolean worth) {
    assertEquals(worth, FinishAborted.defaults().isWorth(taken, announced));
  }

  @Test
  void neverMeansNever() {
    assertFalse(FinishAborted.NEVER.isWorth(Integer.MAX_VALUE - 1, Integer.MAX_VALUE));
  }

  @Test
  void whatIsNoMeasureIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new FinishAborted(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new FinishAborted(0, 101));
    assertThrows(IllegalArgumentException.class, () -> new FinishAborted(0, -1));
  }

  @Test
  void saysWhatItIs() {
    assertEquals("1048576 bytes left or 50 % done", FinishAborted.defaults().toString());
  }
}
