package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "10000, 10000",
    "16k, 16384",
    "16K, 16384",
    "16kb, 16384",
    "16KiB, 16384",
    "' 16 k ', 16384",
    "256m, 268435456",
    "5g, 5368709120",
    "2t, 2199023255552",
    "100b, 100",
    "8388607t, 9223370937343148032"
  })
  void reads(String text, long bytes) {
    assertEquals(bytes, new ByteSize().convert(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "k",
        "-1",
        "+1",
        "1.5g",
        "1e3",
        "10 000",
        "16x",
        "16kk",
        "0x10",
        "8388608t",
        "9999999999999999",
        "١٢"
      })
  void refuses(String text) {
    var refused = assertThrows(TypeConversionException.class, () -> new ByteSize().convert(text));
    assertTrue(refused.getMessage().contains("such as 16k"), refused::getMessage);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "1023, 1023 bytes",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "10240, 10 KiB",
    "5368709120, 5 GiB",
    "1099511627776, 1 TiB",
    "9223372036854775807, 8388608 TiB"
  })
  void writesForPeople(long bytes, String text) {
    assertEquals(text, ByteSize.text(bytes));
  }
}
