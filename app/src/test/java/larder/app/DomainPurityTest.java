package larder.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static larder.app.Layers.ACCESS;
import static larder.app.Layers.CACHING;
import static larder.app.Layers.DOMAIN;
import static larder.app.Layers.FAULT;
import static larder.app.Layers.HTTP;
import static larder.app.Layers.STORE;
import static larder.app.Layers.is;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the domain is made of, and what it leaves to others: one rule a sentence. */
@AnalyzeClasses(
    packages = "larder",
    importOptions = {ImportOption.DoNotIncludeTests.class, Layers.WithoutTestSupport.class})
class DomainPurityTest {
  @ArchTest
  static final ArchRule theDomainUsesTheLanguageAlone =
      classes()
          .that()
          .resideInAnyPackage(DOMAIN)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(DOMAIN)
                  .or(
                      resideInAnyPackage(
                          "java.lang",
                          "java.lang.annotation",
                          "java.lang.invoke",
                          "java.lang.runtime",
                          "java.util",
                          "java.util.function",
                          "java.util.stream",
                          "java.util.concurrent..",
                          "java.time..",
                          "java.nio.charset",
                          "org.jspecify.annotations"))
                  .or(nameMatching("java\\.nio\\.(Byte)?Buffer"))
                  .or(nameMatching("java\\.nio\\.channels\\.WritableByteChannel"))
                  .or(nameMatching("\\[.*")))
          .because("what it decides must not depend on how bytes travel or are kept");

  @ArchTest
  static final ArchRule theDomainHasNoClockOfItsOwn =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN)
          .should()
          .accessTargetWhere(
              is("a clock", "java\\.time\\..*", "now|system.*|tick.*")
                  .or(is("the system's time", "java\\.lang\\.System", "currentTimeMillis|nanoTime"))
                  .or(is("a date of now", "java\\.util\\.Date", "<init>")))
          .because("whoever tests a rule sets the clock");

  @ArchTest
  static final ArchRule whatDecidesIsToldTheTime =
      noClasses()
          .that()
          .resideInAnyPackage(HTTP, ACCESS, FAULT, STORE, CACHING)
          .should()
          .dependOnClassesThat(nameMatching("java\\.time\\.(InstantSource|Clock)"))
          .because("time is an argument of every decision; only what does things has a clock");

  @ArchTest
  static final ArchRule whatDecidesNeverChanges =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(CACHING)
          .and()
          .areNotDeclaredIn("larder.caching.CacheControlReader") // reads one text, and is gone
          .should()
          .beFinal()
          .because("a decision depends on its arguments, not on the one before");

  @ArchTest
  static final ArchRule theDomainStartsNoThreads =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN)
          .should()
          .accessTargetWhere(
              is("a thread", "java\\.lang\\.Thread", "<init>|of.*|start.*|sleep")
                  .or(is("a pool of threads", "java\\.util\\.concurrent\\.Executors", ".*")))
          .because("an exchange runs on its caller's thread, and waits in no other place");

  @ArchTest
  static final ArchRule theDomainAsksNothingOfItsSurroundings =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN)
          .should()
          .accessTargetWhere(
              is("a property", "java\\.lang\\.System", "getProperty|getProperties|getenv|console")
                  .or(
                      is(
                          "the process",
                          "java\\.lang\\.(Runtime|ProcessHandle|System)",
                          "exit|halt")))
          .because("what it needs to know it is given");
}
