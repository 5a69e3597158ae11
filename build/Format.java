import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks or repairs the format of every Java file of this tree. Maven runs it in a process of the
 * toolchain's JDK, because the formatter reads only what the javac beside it can read.
 */
class Format {

  /**
   * @param arguments what to do (check, apply), the root of the tree, and the file in which a check
   *     leaves the names of the files to repair: no names, no file
   */
  public static void main(String[] arguments) throws IOException {
    var root = Path.of(arguments[1]);
    var report = Path.of(arguments[2]);
    Files.deleteIfExists(report);
    switch (arguments[0]) {
      case "check" -> check(root, report);
      case "apply" -> sources(root).parallelStream().forEach(Format::repair);
      default -> throw new IllegalArgumentException("-Dformat is check, apply or skip");
    }
  }

  private static void check(Path root, Path report) throws IOException {
    var bad =
        sources(root).parallelStream()
            .filter(file -> !read(file).equals(formatted(file)))
            .map(file -> root.relativize(file).toString())
            .sorted()
            .toList();
    if (!bad.isEmpty()) {
      Files.write(report, bad);
      System.err.println("Badly formatted:\n  " + String.join("\n  ", bad));
    }
  }

  private static void repair(Path file) {
    var formatted = formatted(file);
    if (!read(file).equals(formatted)) {
      try {
        Files.writeString(file, formatted);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String formatted(Path file) {
    try {
      return new Formatter().formatSourceAndFixImports(read(file));
    } catch (FormatterException e) {
      System.err.println(file + ":" + e.getMessage());
      return read(file); // javac will say more
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            var name = folder.getFileName().toString();
            return !folder.equals(root) && (name.startsWith(".") || name.equals("target"))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
