package larder.app;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static larder.app.Layers.ADMIN;
import static larder.app.Layers.H2;
import static larder.app.Layers.REHEARSAL;
import static larder.app.Layers.SOCKET;
import static larder.app.Layers.is;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** What stays in one place, or is nowhere at all: one rule a sentence. */
@AnalyzeClasses(
    packages = "larder",
    importOptions = {ImportOption.DoNotIncludeTests.class, Layers.WithoutTestSupport.class})
class ConfinementTest {
  @ArchTest
  static final ArchRule sqlStaysInTheH2Adapter =
      noClasses()
          .that()
          .resideOutsideOfPackage(H2)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.h2..", "com.zaxxer..")
          .because("no exception and no type of a database crosses the store port");

  @ArchTest
  static final ArchRule socketsStayInTheSocketAdapter =
      noClasses()
          .that()
          .resideOutsideOfPackages(SOCKET, ADMIN, REHEARSAL)
          .and()
          .areNotAssignableTo(X509ExtendedKeyManager.class) // names sockets, and never gets one
          .and()
          .areNotAssignableTo(X509ExtendedTrustManager.class)
          .should()
          .dependOnClassesThat(
              nameMatching(
                  "java\\.net\\.((Server|Datagram)?Socket|URL(Connection)?|http\\..*)"
                      + "|java\\.nio\\.channels\\..*SocketChannel"))
          .because(
              "who opens connections to others has to keep them on a leash, in one place; the admin"
                  + " port is a matter between Larder and itself, and no proxy rehearses");

  @ArchTest
  static final ArchRule theRehearsalStaysOutsideOfTheHouse =
      noClasses()
          .that()
          .resideOutsideOfPackage(REHEARSAL)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(REHEARSAL)
          .because("it asks a proxy as anybody does, from a process of its own");

  @ArchTest
  static final ArchRule nothingIsSerialised =
      noClasses()
          .should()
          .dependOnClassesThat(nameMatching("java\\.io\\.Object(In|Out)putStream"))
          .because("what was stored is data, never objects");

  @ArchTest
  static final ArchRule theCommandLineIsDeclaredByCalls =
      noClasses()
          .should()
          .dependOnClassesThat(
              nameMatching(
                  "picocli\\.CommandLine\\$"
                      + "(Command|Option|Parameters|Mixin|ArgGroup|Spec|ParentCommand|Unmatched)"))
          .because("to find out about its annotations took half of what a start does");

  @ArchTest
  static final ArchRule onlyTheCommandLineTalksToTheTerminal =
      noClasses()
          .that()
          .resideOutsideOfPackage("larder.app.command")
          .and()
          .doNotHaveFullyQualifiedName("larder.app.log.Messages")
          .should()
          .accessTargetWhere(is("the terminal", "java\\.lang\\.System", "in|out|err|console"))
          .because("what a user reads is worded in one place, and what is logged leaves by one");

  @ArchTest
  static final ArchRule onlyTheCommandLineReadsTheEnvironment =
      noClasses()
          .that()
          .resideOutsideOfPackage("larder.app.command")
          .should()
          .accessTargetWhere(
              is("the environment", "java\\.lang\\.System", "getenv|getProperty|getProperties"))
          .because("settings are records that are handed on, and tests give others");

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses()
          .should()
          .accessTargetWhere(
              is("a sleep", "java\\.(lang\\.Thread|util\\.concurrent\\.TimeUnit)", "sleep"))
          .because("whoever waits waits for something, and can be told that it is there");

  @ArchTest
  static final ArchRule virtualThreadsAreStartedWhereTheirCarriersAreKnown =
      noClasses()
          .that()
          .resideOutsideOfPackages(ADMIN, REHEARSAL) // whose threads no connection starts
          .and()
          .doNotHaveFullyQualifiedName("larder.socket.channel.Carriers")
          .and()
          .doNotHaveFullyQualifiedName("larder.socket.channel.Outsiders")
          .and()
          .doNotHaveFullyQualifiedName("larder.h2.VirtualCarriers")
          .should()
          .accessTargetWhere(
              is(
                  "a way to virtual threads",
                  "java\\.(lang\\.Thread|util\\.concurrent\\.Executors)",
                  "ofVirtual|startVirtualThread|newVirtualThreadPerTaskExecutor"))
          .because(
              "the JDK lists virtual threads under locks that carriers take, too: whoever is"
                  + " carried and starts one must be pinned");
}
