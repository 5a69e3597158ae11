import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Copies a library whose classes were compiled for Java 5, with the same code in class files of
 * today's form: the JVM verifies the old form the slow way at each start, and keeps none of it in
 * an AOT cache (docs/decisions/031).
 *
 * <p>Usage: java NewClassFiles.java FROM.jar TO.jar
 */
public final class NewClassFiles {
  /** Of the oldest class file that has to tell the types on its stack. */
  private static final int JAVA_7 = ClassFile.JAVA_7_VERSION;

  private NewClassFiles() {}

  public static void main(String[] arguments) throws IOException {
    Path from = Path.of(arguments[0]);
    Path to = Path.of(arguments[1]);
    Files.createDirectories(to.toAbsolutePath().getParent());
    try (JarFile library = new JarFile(from.toFile());
        URLClassLoader classes = new URLClassLoader(new URL[] {from.toUri().toURL()});
        OutputStream file = Files.newOutputStream(to);
        JarOutputStream copy = new JarOutputStream(file)) {
      ClassFile form =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(classes)));
      for (JarEntry entry : library.stream().toList()) {
        byte[] bytes = library.getInputStream(entry).readAllBytes();
        JarEntry copied = new JarEntry(entry.getName());
        copied.setTime(entry.getTime());
        copy.putNextEntry(copied);
        copy.write(entry.getName().endsWith(".class") ? renewed(form, bytes) : bytes);
      }
    }
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
                builder.transformMethod(
                    method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
            default -> builder.with(element);
          }
        });
  }
}
