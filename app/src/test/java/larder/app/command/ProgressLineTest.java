package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringWriter printed = new StringWriter();
  private final ProgressLine line = new ProgressLine(new PrintWriter(printed), true);

  @Test
  void writesOverItselfAndNoWiderThanIsNeeded() {
    line.at(0, 1234);
    line.at(1000, 1234);
    line.at(1000, 1234);
    line.at(2000, 1234); // stored meanwhile
    line.clear();
    line.clear();
    assertEquals(
        "\r0 of 1,234\r1,000 of 1,234\r1,234 of 1,234\r" + " ".repeat(14) + "\r",
        printed.toString());
  }

  @Test
  void leavesNothingOfALongerLine() {
    line.atByte(1023, 0);
    line.atByte(1024, 0);
    assertEquals("\r1023 bytes\r1 KiB     ", printed.toString());
  }

  @Test
  void saysNothingWhereNothingIsKnown() {
    line.at(0, 0);
    line.clear();
    assertEquals("", printed.toString());
  }

  @Test
  void countsWhatIsWritten() throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    OutputStream out = line.watching(written);
    out.write('a');
    out.write(new byte[200 * 1024], 1, 100 * 1024 - 1);
    out.write('a');
    assertEquals(100 * 1024 + 1, written.size());
    assertEquals("\r1 byte\r100 KiB", printed.toString());
  }

  @Test
  void countsWhatIsRead() throws IOException {
    InputStream in = line.watching(new ByteArrayInputStream(new byte[100 * 1024]), 100 * 1024);
    assertEquals(0, in.read());
    assertEquals(100 * 1024 - 1, in.readAllBytes().length);
    assertEquals(-1, in.read());
    String[] lines = printed.toString().split("\r", -1);
    assertEquals("1 byte of 100 KiB", lines[1]);
    assertEquals("100 KiB of 100 KiB", lines[lines.length - 1]);
  }

  @Test
  void whatNobodySeesCostsNothing() {
    ProgressLine unseen = new ProgressLine(new PrintWriter(printed), false);
    InputStream in = InputStream.nullInputStream();
    OutputStream out = OutputStream.nullOutputStream();
    assertSame(in, unseen.watching(in, 1));
    assertSame(out, unseen.watching(out));
    unseen.at(1, 2);
    unseen.clear();
    assertEquals("", printed.toString());
  }
}
