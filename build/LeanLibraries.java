import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Takes from libraries what makes each start longer, and nothing else (docs/decisions/031, 045):
 *
 * <ul>
 *   <li>Signatures, and the digest of each file in the manifest: Java reads and verifies them.
 *   <li>Class files of Java 5 and 6: the same code takes the form of Java 7, as the JVM verifies
 *       the old form the slow way, and keeps none of it in an AOT cache. Names of local variables
 *       go, too.
 * </ul>
 *
 * <p>Usage: java LeanLibraries.java FILE.jar...
 */
public final class LeanLibraries {
  /** Of the oldest class file that has to tell the types on its stack. */
  private static final int JAVA_7 = ClassFile.JAVA_7_VERSION;

  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.(SF|DSA|RSA|EC)");

  private static final CodeTransform WITHOUT_NAMES =
      (code, element) -> {
        if (!(element instanceof LocalVariable) && !(element instanceof LocalVariableType)) {
          code.with(element);
        }
      };

  private LeanLibraries() {}

  public static void main(String[] arguments) throws IOException {
    for (String argument : arguments) {
      Path library = Path.of(argument);
      Path lean = library.resolveSibling(library.getFileName() + ".lean");
      copy(library, lean);
      Files.move(lean, library, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (JarFile library = new JarFile(from.toFile(), false);
        URLClassLoader classes = new URLClassLoader(new URL[] {from.toUri().toURL()});
        OutputStream file = Files.newOutputStream(to);
        JarOutputStream copy = new JarOutputStream(file)) {
      ClassFile form =
          ClassFile.of(
              ConstantPoolSharingOption.NEW_POOL,
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(classes)));
      for (JarEntry entry : library.stream().toList()) {
        String name = entry.getName();
        if (SIGNATURE.matcher(name).matches()) {
          continue;
        }
        byte[] bytes = library.getInputStream(entry).readAllBytes();
        JarEntry copied = new JarEntry(name);
        copied.setTime(entry.getTime());
        copy.putNextEntry(copied);
        if (name.equals(JarFile.MANIFEST_NAME)) {
          copy.write(withoutDigests(library.getManifest()));
        } else {
          copy.write(name.endsWith(".class") ? renewed(form, bytes) : bytes);
        }
      }
    }
  }

  private static byte[] withoutDigests(Manifest signed) throws IOException {
    Manifest manifest = new Manifest(signed);
    manifest.getEntries().clear();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static byte[] renewed(ClassFile form, byte[] bytes) {
    ClassModel old = form.parse(bytes);
    if (old.majorVersion() >= JAVA_7) {
      return bytes;
    }
    return form.transformClass(
        old,
        (builder, element) -> {
          switch (element) {
            case ClassFileVersion version -> builder.withVersion(JAVA_7, 0);
            case MethodModel method ->
                builder.transformMethod(method, MethodTransform.transformingCode(WITHOUT_NAMES));
            default -> builder.with(element);
          }
        });
  }
}
