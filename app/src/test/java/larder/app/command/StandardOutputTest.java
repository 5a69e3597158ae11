package larder.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import larder.h2.H2Settings;
import larder.h2.H2Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** An answer that cannot be printed. */
class StandardOutputTest {
  private static final String URL = "http://example.org/a";

  @TempDir private Path folder;

  private record Ended(int exitCode, String err) {}

  /** A standard output that takes nothing. */
  private static final class Failing extends OutputStream {
    private final String why;

    private Failing(String why) {
      this.why = why;
    }

    @Override
    public void write(int octet) throws IOException {
      throw new IOException(why);
    }
  }

  @BeforeEach
  void store() throws Exception {
    H2Store.open(H2Settings.of(folder, 1 << 20)).close();
  }

  private Ended run(OutputStream out, List<String> arguments) {
    CommandLine line = CommandLines.create(Map.of("LARDER_CACHE_DIR", folder.toString()));
    StringWriter err = new StringWriter();
    line.setErr(new PrintWriter(err, true));
    int exitCode =
        CommandLines.execute(
            line, new StandardOutput(out, UTF_8), arguments.toArray(String[]::new));
    return new Ended(exitCode, err.toString());
  }

  private static Stream<List<String>> answering() {
    return Stream.of(
        List.of("--version"),
        List.of("cache", "ls", "--help"),
        List.of("explain", URL),
        List.of("explain", "--json", URL),
        List.of("cache", "stats"),
        List.of("cache", "stats", "--json"),
        List.of("cache", "show", "--json", URL));
  }

  @ParameterizedTest
  @MethodSource("answering")
  void aFullDiskIsNamedAndEndsWithTheCodeOfADiskError(List<String> arguments) {
    Ended ended = run(new Failing("No space left on device"), arguments);
    assertEquals(
        "larder: The standard output cannot be written (No space left on device)\n", ended.err());
    assertEquals(74, ended.exitCode());
  }

  @ParameterizedTest
  @MethodSource("answering")
  void nothingIsSaidIfTheReaderHasGone(List<String> arguments) {
    assertEquals("", run(new Failing("Broken pipe"), arguments).err());
  }

  @Test
  void wrongUsageKeepsItsExitCode() {
    StandardOutput out = new StandardOutput(new Failing("No space left on device"), UTF_8);
    out.writer().println("a line");
    assertEquals(2, out.end(2, new PrintWriter(new StringWriter())));
  }

  @Test
  void anAnswerWithoutALineEndIsWrittenAtTheEnd() {
    StringBuilder written = new StringBuilder();
    OutputStream taking =
        new OutputStream() {
          @Override
          public void write(int octet) {
            written.append((char) octet);
          }
        };
    StandardOutput out = new StandardOutput(taking, UTF_8);
    out.writer().print("an answer");
    assertEquals(0, out.end(0, new PrintWriter(new StringWriter())));
    assertEquals("an answer", written.toString());
  }
}
