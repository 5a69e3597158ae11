package larder.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import larder.app.command.CommandLines;

/**
 * The layering, one rule a sentence. Maven modules and module descriptors keep wrong jars and
 * packages out; these rules see what those cannot: parts of the JDK, clocks, cycles, names.
 */
@AnalyzeClasses(
    packages = "larder",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.WithoutTestSupport.class
    })
class ArchitectureTest {
  private static final String HTTP = "larder.http";
  private static final String ACCESS = "larder.access";
  private static final String FAULT = "larder.fault";
  private static final String STORE = "larder.store";
  private static final String CACHING = "larder.caching";
  private static final String FORWARDING = "larder.forwarding";
  private static final String UPKEEP = "larder.upkeep";
  private static final String SOCKET = "larder.socket..";
  private static final String MEMORY = "larder.memory";
  private static final String H2 = "larder.h2";
  private static final String TLS = "larder.tls";
  private static final String APP = "larder.app..";
  private static final String ADMIN = "larder.app.admin";
  private static final String[] DOMAIN = {HTTP, ACCESS, FAULT, STORE, CACHING, FORWARDING, UPKEEP};

  /** Modules that only tests have. */
  static final class WithoutTestSupport implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/larder/store/contract/") && !location.contains("/larder/test/");
    }
  }

  // What the domain is made of.

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
  static final ArchRule exchangesAndUpkeepKnowNothingOfEachOther =
      noClasses()
          .that()
          .resideInAPackage(UPKEEP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FORWARDING, ACCESS)
          .because(
              "whoever looks after a cache asks for nothing, and nobody who asks waits for it");

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

  // What stays where.

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
          .resideOutsideOfPackages(SOCKET, ADMIN)
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
                  + " port is a matter between Larder and itself");

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
          .resideOutsideOfPackage("larder.app.command")
          .should()
          .accessTargetWhere(is("the terminal", "java\\.lang\\.System", "in|out|err|console"))
          .because("what a user reads is worded in one place");

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

  /** Calls, method references and fields alike. */
  private static DescribedPredicate<JavaAccess<?>> is(String what, String owner, String member) {
    return describe(
        what,
        access ->
            access.getTargetOwner().getName().matches(owner)
                && access.getTarget().getName().matches(member));
  }
}
