package larder.app;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The layering, one rule a sentence. Maven modules and module descriptors keep wrong jars and
 * packages out; these rules see what those cannot: parts of the JDK, clocks, cycles, names.
 */
@AnalyzeClasses(packages = "larder", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String HTTP = "larder.http";
  private static final String STORE = "larder.store";
  private static final String CACHING = "larder.caching";
  private static final String FORWARDING = "larder.forwarding";
  private static final String SOCKET = "larder.socket..";
  private static final String MEMORY = "larder.memory..";
  private static final String H2 = "larder.h2..";
  private static final String APP = "larder.app..";
  private static final String[] DOMAIN = {HTTP, STORE, CACHING, FORWARDING};
  private static final String[] ADAPTERS = {SOCKET, MEMORY, H2};

  @ArchTest
  static final ArchRule theDomainUsesTheLanguageAlone =
      classes()
          .that()
          .resideInAnyPackage(DOMAIN)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      HTTP,
                      STORE,
                      CACHING,
                      FORWARDING,
                      "java.lang..",
                      "java.util..",
                      "java.time..",
                      "java.nio.charset",
                      "org.jspecify.annotations")
                  .or(nameMatching("java\\.nio\\.(Byte)?Buffer"))
                  .or(nameMatching("\\[.*")))
          .because("what it decides must not depend on how bytes travel or are kept");

  @ArchTest
  static final ArchRule theDomainHasNoClockOfItsOwn =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN)
          .should()
          .callMethodWhere(
              target(
                  owner(nameMatching("java\\.time\\..*")).and(nameMatching("now|system.*|tick.*"))))
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .because("time is an argument: whoever tests a rule sets the clock");

  @ArchTest
  static final ArchRule valuesKnowNobody =
      noClasses()
          .that()
          .resideInAPackage(HTTP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STORE, CACHING, FORWARDING)
          .because("messages are what they are, whoever stores or forwards them");

  @ArchTest
  static final ArchRule theStorePortKnowsValuesAlone =
      noClasses()
          .that()
          .resideInAPackage(STORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CACHING, FORWARDING)
          .because("a store keeps responses and has no opinion about them");

  @ArchTest
  static final ArchRule decidingKnowsNothingOfDoing =
      noClasses()
          .that()
          .resideInAPackage(CACHING)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(FORWARDING)
          .because("a decision is a value: what is done about it is decided elsewhere");

  @ArchTest static final ArchRule theSocketAdapterStandsAlone = standsAlone(SOCKET, MEMORY, H2);

  @ArchTest static final ArchRule theMemoryAdapterStandsAlone = standsAlone(MEMORY, SOCKET, H2);

  @ArchTest static final ArchRule theH2AdapterStandsAlone = standsAlone(H2, SOCKET, MEMORY);

  private static ArchRule standsAlone(String adapter, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(adapter)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .because("adapters never see each other: each can be replaced without the others");
  }

  @ArchTest
  static final ArchRule nobodyKnowsTheWiring =
      noClasses()
          .that()
          .resideOutsideOfPackage(APP)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(APP)
          .because("settings and command line are put around the house, not into it");

  @ArchTest
  static final ArchRule storesDoNotDriveExchanges =
      noClasses()
          .that()
          .resideInAnyPackage(MEMORY, H2)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CACHING, FORWARDING)
          .because("they carry out the store port and need no other");

  @ArchTest
  static final ArchRule theSocketAdapterDecidesNothing =
      noClasses()
          .that()
          .resideInAPackage(SOCKET)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CACHING, STORE)
          .because("it carries bytes; what may be kept is not its business");

  @ArchTest
  static final ArchRule portsAreInterfaces =
      classes()
          .that()
          .haveSimpleNameEndingWith("Port")
          .or()
          .haveSimpleName("CachePolicy")
          .or()
          .haveSimpleName("ResponseStore")
          .or()
          .haveSimpleName("ExchangeLog")
          .should()
          .beInterfaces()
          .andShould()
          .resideInAnyPackage(DOMAIN)
          .because("the domain says what it needs and what it offers, and others carry it out");

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
          .resideOutsideOfPackage(SOCKET)
          .should()
          .dependOnClassesThat(
              nameMatching("java\\.net\\.(Server|Datagram)?Socket")
                  .or(nameMatching("java\\.nio\\.channels\\.(Server)?SocketChannel")))
          .because("who opens connections has to keep them on a leash, in one place");

  @ArchTest
  static final ArchRule nothingIsSerialised =
      noClasses()
          .should()
          .dependOnClassesThat(nameMatching("java\\.io\\.Object(In|Out)putStream"))
          .because("what was stored is data, never objects");

  @ArchTest
  static final ArchRule onlyTheCommandLineTalksToTheTerminal =
      noClasses()
          .that()
          .resideOutsideOfPackages("larder.app.command", "larder.app.log")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("what a user reads is worded in one place");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("(larder.**)")
          .should()
          .beFreeOfCycles()
          .because("a cycle is one package that was given two names");

  /** A rule about a package that is not there passes, and says nothing. */
  @ArchTest
  static void everyNamedPartExists(JavaClasses all) {
    List<String> empty =
        Stream.concat(Arrays.stream(DOMAIN), Stream.concat(Arrays.stream(ADAPTERS), Stream.of(APP)))
            .filter(part -> all.that(resideInAnyPackage(part)).isEmpty())
            .toList();
    assertEquals(List.of(), empty);
    for (String name :
        List.of(
            "RequestPort",
            "ResponsePort",
            "OriginPort",
            "TunnelPort",
            "CachePolicy",
            "ResponseStore",
            "ExchangeLog")) {
      long found = all.stream().filter(type -> type.getSimpleName().equals(name)).count();
      assertEquals(1, found, name);
    }
  }
}
