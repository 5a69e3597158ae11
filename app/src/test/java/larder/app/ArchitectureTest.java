package larder.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static larder.app.Layers.ACCESS;
import static larder.app.Layers.APP;
import static larder.app.Layers.CACHING;
import static larder.app.Layers.DOMAIN;
import static larder.app.Layers.FAULT;
import static larder.app.Layers.FORWARDING;
import static larder.app.Layers.H2;
import static larder.app.Layers.HTTP;
import static larder.app.Layers.MEMORY;
import static larder.app.Layers.SOCKET;
import static larder.app.Layers.STORE;
import static larder.app.Layers.TLS;
import static larder.app.Layers.UPKEEP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import larder.app.command.CommandLines;

/**
 * The layering, one rule a sentence. Maven modules and module descriptors keep wrong jars and
 * packages out; these rules see what those cannot: here who knows whom, and what shows. What the
 * domain may use is told by {@link DomainPurityTest}, and what stays in one place by {@link
 * ConfinementTest}.
 */
@AnalyzeClasses(
    packages = "larder",
    importOptions = {ImportOption.DoNotIncludeTests.class, Layers.WithoutTestSupport.class})
class ArchitectureTest {
  // Who knows whom.

  @ArchTest
  static final ArchRule valuesKnowNobody =
      noClasses()
          .that()
          .resideInAPackage(HTTP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ACCESS, STORE, CACHING, FORWARDING, UPKEEP)
          .because("messages are what they are, whoever stores or forwards them");

  @ArchTest
  static final ArchRule faultsAreFaultsWhoeverMeetsThem =
      noClasses()
          .that()
          .resideInAPackage(FAULT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTTP, ACCESS, STORE, CACHING, FORWARDING, UPKEEP)
          .because("what is said seldom may be anything");

  @ArchTest
  static final ArchRule theStorePortKnowsValuesAlone =
      noClasses()
          .that()
          .resideInAPackage(STORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ACCESS, CACHING, FORWARDING, UPKEEP)
          .because("a store keeps responses and has no opinion about them");

  @ArchTest
  static final ArchRule theDoorKnowsNothingOfCaching =
      noClasses()
          .that()
          .resideInAPackage(ACCESS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STORE, CACHING, FORWARDING, UPKEEP)
          .because("who may come in does not depend on what is kept");

  @ArchTest
  static final ArchRule decidingKnowsNothingOfDoing =
      noClasses()
          .that()
          .resideInAPackage(CACHING)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FORWARDING, UPKEEP)
          .because("a decision is a value: what is done about it is decided elsewhere");

  @ArchTest
  static final ArchRule upkeepKnowsNothingOfExchanges =
      noClasses()
          .that()
          .resideInAPackage(UPKEEP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FORWARDING, ACCESS)
          .because("looking after a cache needs no request");

  @ArchTest
  static final ArchRule exchangesKnowNothingOfUpkeep =
      noClasses()
          .that()
          .resideInAPackage(FORWARDING)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(UPKEEP)
          .because("no request waits for somebody who looks after the cache");

  @ArchTest
  static final ArchRule theSocketAdapterStandsAlone = standsAlone(SOCKET, MEMORY, H2, TLS);

  @ArchTest
  static final ArchRule theMemoryAdapterStandsAlone = standsAlone(MEMORY, SOCKET, H2, TLS);

  @ArchTest static final ArchRule theH2AdapterStandsAlone = standsAlone(H2, SOCKET, MEMORY, TLS);

  @ArchTest static final ArchRule theTlsAdapterStandsAlone = standsAlone(TLS, SOCKET, MEMORY, H2);

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
          .resideInAnyPackage(CACHING, FORWARDING, UPKEEP)
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
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("larder.(**)")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(Main.class, CommandLines.class) // the one door of the program
          .because("a cycle is one package that was given two names");

  // What shows.

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
  static final ArchRule storesShowOneDoor =
      classes()
          .that()
          .resideInAnyPackage(MEMORY, H2)
          .and()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .should()
          .haveNameMatching("larder\\.memory\\.Memory(Store|Settings)")
          .orShould()
          .haveNameMatching("larder\\.h2\\.(H2(Store|Settings)|Store(InUse|Folder)Exception)")
          .because("a store is its port, its settings, and what can go wrong when it opens");

  /** A rule about a package that is not there passes, and says nothing. */
  @ArchTest
  static void everyPackageHasItsPlaceAndEveryPlaceItsPackage(JavaClasses all) {
    Set<String> packages = new TreeSet<>();
    for (JavaClass type : all) {
      packages.add(type.getPackageName());
    }
    assertEquals(
        new TreeSet<>(
            List.of(
                HTTP,
                ACCESS,
                FAULT,
                STORE,
                CACHING,
                FORWARDING,
                UPKEEP,
                "larder.socket",
                "larder.socket.channel",
                "larder.socket.listener",
                "larder.socket.origin",
                "larder.socket.wire",
                MEMORY,
                H2,
                TLS,
                "larder.app",
                "larder.app.admin",
                "larder.app.command",
                "larder.app.explain",
                "larder.app.log",
                "larder.app.machine",
                "larder.app.rehearsal",
                "larder.app.rules",
                "larder.app.run",
                "larder.app.statistics",
                "larder.app.tls",
                "larder.app.upkeep",
                "larder.app.users",
                "larder.app.warc")),
        packages);
  }

  /** The same for the names that a rule goes by. */
  @ArchTest
  static void everyPortIsThere(JavaClasses all) {
    for (String name :
        List.of(
            "RequestPort",
            "ResponsePort",
            "ExplainPort",
            "OriginPort",
            "TunnelPort",
            "PasswordPort",
            "CachePolicy",
            "ResponseStore",
            "InventoryPort",
            "ExchangeLog")) {
      long found = all.stream().filter(type -> type.getSimpleName().equals(name)).count();
      assertEquals(1, found, name);
    }
  }
}
