package larder.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a bundle is written, also where it cannot be. */
class BundleTargetTest {
  @TempDir private Path folder;

  private String name() {
    return folder.resolve("a.warc").toString();
  }

  private List<Path> there() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static OutputStream full(OutputStream out) {
    return failing(out, "No space left on device");
  }

  private static OutputStream failing(OutputStream out, String why) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] octets, int offset, int length) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @Test
  void theFileIsThereOnceAllOfItIs() throws Exception {
    Path file = Files.writeString(folder.resolve("a.warc"), "an earlier one");
    try (BundleTarget target = BundleTarget.of(name(), out -> out)) {
      target.out().write("all of it".getBytes(UTF_8));
      assertEquals("an earlier one", Files.readString(file));
      target.keep();
      target.check();
    }
    assertEquals("all of it", Files.readString(file));
    assertEquals(List.of(file), there());
  }

  @Test
  void ofOneThatWasGivenUpNothingStays() throws Exception {
    BundleTarget.of(name(), out -> out).close();
    assertEquals(List.of(), there());
  }

  @Test
  void twoAtATimeDoNotWriteIntoEachOther() throws Exception {
    try (BundleTarget first = BundleTarget.of(name(), out -> out);
        BundleTarget second = BundleTarget.of(name(), out -> out)) {
      first.out().write("first".getBytes(UTF_8));
      second.out().write("later".getBytes(UTF_8));
      first.keep();
      assertEquals("first", Files.readString(Path.of(name())));
      second.keep();
    }
    assertEquals("later", Files.readString(Path.of(name())));
  }

  @Test
  void aFullDiskIsSaidToBeOneAndKeepsNothing() throws Exception {
    BundleTarget target = BundleTarget.of(name(), BundleTargetTest::full);
    target.out().write(1);
    assertThrows(IOException.class, target::keep);
    IOException told = assertThrows(IOException.class, target::check);
    assertEquals("The bundle cannot be written (No space left on device)", told.getMessage());
    try {
      target.close();
    } catch (IOException e) {
      assertTrue(e.getMessage().contains("No space"), e.getMessage()); // closing writes once more
    }
    assertEquals(List.of(), there());
  }

  @Test
  void whatCannotTakeItsPlaceIsNamed() throws Exception {
    Path in = folder.resolve("a.warc/in");
    try (BundleTarget target = BundleTarget.of(name(), out -> out)) {
      Files.createDirectories(in);
      IOException told = assertThrows(IOException.class, target::keep);
      assertEquals("The file " + name() + " cannot be written: choose another", told.getMessage());
      target.check();
    }
    assertEquals(List.of(in.getParent()), there());
  }

  @Test
  void aFolderCannotBeWritten() throws Exception {
    Files.createDirectory(folder.resolve("a.warc"));
    IOException told =
        assertThrows(IOException.class, () -> BundleTarget.of(name(), out -> out).close());
    assertEquals("The file " + name() + " cannot be written: choose another", told.getMessage());
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aPipeIsWrittenInto() throws Exception {
    Path pipe = Pipes.make(folder.resolve("a.warc"));
    CompletableFuture<String> read = Pipes.reading(pipe);
    try (BundleTarget target = BundleTarget.of(name(), out -> out)) {
      target.out().write("all of it".getBytes(UTF_8));
      target.keep();
      target.check();
    }
    assertEquals("all of it", read.get(10, TimeUnit.SECONDS));
    assertEquals(List.of(pipe), there());
    assertFalse(Files.isRegularFile(pipe));
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aDeviceThatALinkLeadsToIsWrittenInto() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("a.warc"), Path.of("/dev/null"));
    try (BundleTarget target = BundleTarget.of(name(), out -> out)) {
      target.out().write(1);
      target.keep();
    }
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(List.of(link), there());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceThatTakesNothingIsSaidToBeOne() throws Exception {
    Files.createSymbolicLink(folder.resolve("a.warc"), Path.of("/dev/full"));
    BundleTarget target = BundleTarget.of(name(), out -> out);
    target.out().write(1);
    assertThrows(IOException.class, target::keep);
    IOException told = assertThrows(IOException.class, target::check);
    assertEquals("The bundle cannot be written (No space left on device)", told.getMessage());
  }

  @Test
  void whoReadsTheStandardOutputMayGo() throws Exception {
    try (BundleTarget target = BundleTarget.of("-", out -> failing(out, "Broken pipe"))) {
      target.out().write(1);
      assertThrows(IOException.class, target::keep);
      assertEquals(Side.CLIENT, assertThrows(TransferException.class, target::check).side());
    }
    assertFalse(Files.exists(Path.of("-")));
  }

  @Test
  void aStandardOutputThatTakesNothingIsSaidToBeOne() throws Exception {
    try (BundleTarget target = BundleTarget.of("-", BundleTargetTest::full)) {
      target.out().write(1);
      assertThrows(IOException.class, target::keep);
      IOException told = assertThrows(IOException.class, target::check);
      assertEquals(
          "The standard output cannot be written (No space left on device)", told.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-, true",
    "/dev/stdout, true",
    "/dev//fd/1, true",
    "/proc/self/fd/1, true",
    "/dev/stderr, false",
    "/dev/fd/11, false",
    "stdout, false"
  })
  void theStandardOutputHasSeveralNames(String name, boolean standard) {
    assertEquals(standard, BundleTarget.isStandard(name));
  }
}
