package larder.app.command;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.UnaryOperator;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import org.jspecify.annotations.Nullable;

/**
 * Where a bundle is written: the standard output, a device or pipe, or a file. A file appears once
 * it is complete. Until then, a new file beside it is written, with a random name and readable by
 * its owner only. For one thread.
 */
final class BundleTarget implements AutoCloseable {
  static final String STANDARD = "-";
  private static final Set<String> STANDARD_PATHS =
      Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");
  private static final int BUFFER_BYTES = 1 << 17;

  private final Path kept;
  private final boolean standard;
  private final @Nullable Path temporary;
  private final TellingOutput told;
  private final OutputStream out;

  /**
   * @param temporary null if an existing target is written directly
   */
  private BundleTarget(Path kept, boolean standard, @Nullable Path temporary, OutputStream out) {
    this.kept = kept;
    this.standard = standard;
    this.temporary = temporary;
    this.told = new TellingOutput(out);
    this.out = new BufferedOutputStream(told, BUFFER_BYTES);
  }

  /** Whether that is a name of the standard output. */
  static boolean isStandard(String name) {
    return name.equals(STANDARD) || STANDARD_PATHS.contains(Path.of(name).normalize().toString());
  }

  /**
   * @param watching observes what is written
   */
  static BundleTarget of(String name, UnaryOperator<OutputStream> watching) throws IOException {
    Path kept = Path.of(name).toAbsolutePath();
    if (isStandard(name)) {
      OutputStream standard = new FileOutputStream(FileDescriptor.out);
      return new BundleTarget(kept, true, null, watching.apply(standard));
    }
    try {
      if (Devices.include(kept)) {
        return new BundleTarget(kept, false, null, watching.apply(Devices.open(kept)));
      }
      Path folder = kept.resolveSibling(".").normalize();
      Path temporary = Files.createTempFile(folder, ".larder", ".part");
      temporary.toFile().deleteOnExit(); // in case it is interrupted
      return new BundleTarget(kept, false, temporary, watching.apply(opened(temporary)));
    } catch (IOException e) {
      throw unwritable(kept, e);
    }
  }

  private static OutputStream opened(Path temporary) throws IOException {
    try {
      return Files.newOutputStream(temporary, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  private static IOException unwritable(Path file, IOException e) {
    return new IOException("The file " + file + " cannot be written: choose another", e);
  }

  OutputStream out() {
    return out;
  }

  /** Completes the bundle, and moves the file to its place. */
  void keep() throws IOException {
    out.flush();
    if (!standard) {
      out.close();
    }
    if (temporary != null) {
      try {
        Files.move(
            temporary, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw unwritable(kept, e);
      }
    }
  }

  /**
   * Reports whose fault a failure was.
   *
   * @throws IOException if the file could not be written
   * @throws TransferException with side {@code CLIENT} if the standard output's reader has gone
   */
  void check() throws IOException, TransferException {
    IOException why = told.fault();
    if (why == null) {
      return;
    }
    String sentence = TellingOutput.sentence(standard ? StandardOutput.NAME : "The bundle", why);
    if (standard && TellingOutput.hasGone(why)) {
      throw new TransferException(Side.CLIENT, Kind.CUT_SHORT, sentence, why);
    }
    throw new IOException(sentence, why);
  }

  @Override
  public void close() throws IOException {
    if (standard) {
      return;
    }
    try {
      out.close();
    } finally {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
