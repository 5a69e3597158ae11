package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import larder.app.Larder;
import larder.app.Settings;
import larder.app.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said when it listens. */
class BannerTest {
  @TempDir private Path folder;

  private Settings settings(String... arguments) {
    var line =
        CommandLines.create(
            Map.of("LARDER_ADMIN_PORT", "none", "XDG_DATA_HOME", folder.toString()));
    line.parseArgs(arguments);
    return ((ServeCommand) line.getCommand()).settings();
  }

  private static Larder start(Settings settings) throws Exception {
    return Larder.start(settings, conclusion -> {}, Surroundings.real());
  }

  @Test
  void itSaysWhereWhatAndHow() throws Exception {
    Settings settings = settings("--listen=127.0.0.1:0", "--cache=memory", "--memory-size=2m");
    try (Larder larder = start(settings)) {
      String url = "http://127.0.0.1:" + larder.port();
      assertEquals(
          List.of(
              "Larder " + Version.number() + " listens on " + url + ".",
              "It keeps up to 2 MiB in memory, and begins with 0 responses (0 bytes).",
              "Use it: export http_proxy=" + url + " https_proxy=" + url),
          new Banner(settings, larder).lines());
      assertEquals(List.of(), new Banner(settings, larder).warnings());
    }
  }

  @Test
  void aParentProxyWithDifferentLoginsIsNamedOnce() throws Exception {
    var line =
        CommandLines.create(
            Map.of(
                "LARDER_ADMIN_PORT", "none",
                "http_proxy", "http://192.0.2.1:3128",
                "https_proxy", "http://alice:secret@192.0.2.1:3128"));
    line.parseArgs("--listen=127.0.0.1:0", "--cache=memory");
    Settings settings = ((ServeCommand) line.getCommand()).settings();
    try (Larder larder = start(settings)) {
      assertEquals(
          List.of("It goes through the parent proxy http://192.0.2.1:3128."),
          new Banner(settings, larder)
              .lines().stream().filter(each -> each.contains("parent")).toList());
    }
  }

  @Test
  void itSaysThatItIsOffline() throws Exception {
    Settings settings = settings("--listen=127.0.0.1:0", "--cache=memory", "--offline");
    try (Larder larder = start(settings)) {
      assertTrue(
          new Banner(settings, larder)
              .lines()
              .contains("It asks no origin: what is not stored gets a 504."));
    }
  }

  @Test
  void itSaysWhatItReadsAndWhoseTrustThatNeeds() throws Exception {
    Settings settings =
        settings(
            "--listen=127.0.0.1:0",
            "--cache=memory",
            "--intercept=*.example.org,a.example",
            "--no-intercept=b.example.org");
    try (Larder larder = start(settings)) {
      assertTrue(
          new Banner(settings, larder)
              .lines()
              .contains(
                  "It reads HTTPS to *.example.org, a.example (but not to b.example.org), for"
                      + " clients that trust "
                      + folder.resolve("larder").resolve("ca").resolve("authority.pem")
                      + "."));
    }
  }

  @Test
  void itNamesTheFolderAndAllAddresses() throws Exception {
    Settings settings =
        settings("--listen=127.0.0.1:0,127.0.0.2:0", "--cache-dir=" + folder, "--cache-size=3g");
    try (Larder larder = start(settings)) {
      List<String> lines = new Banner(settings, larder).lines();
      assertTrue(
          lines
              .getFirst()
              .matches(".*http://127\\.0\\.0\\.1:(\\d+) and http://127\\.0\\.0\\.2:\\1\\."),
          lines::toString);
      assertEquals(
          "It keeps up to 3 GiB in " + folder + ", and found 0 responses (0 bytes) there.",
          lines.get(1));
    }
  }

  @Test
  void itSaysThatTheWildcardOfIpv6TakesIpv4() throws Exception {
    assumeTrue(hasIpv6(), "no IPv6 on this machine");
    Settings settings =
        settings("--listen=0.0.0.0:0", "--listen=[::]:0", "--open", "--cache=memory");
    try (Larder larder = start(settings)) {
      List<String> lines = new Banner(settings, larder).lines();
      String where = " listens on http://[::]:" + larder.port() + " (IPv4, too).";
      assertTrue(lines.getFirst().endsWith(where), lines::toString);
      String use = "Use it: export http_proxy=http://127.0.0.1:" + larder.port() + " ";
      assertTrue(lines.getLast().startsWith(use), lines::toString);
    }
  }

  private static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void itWarnsOfAnOpenDoorAndOfTheFixedRule() throws Exception {
    Settings settings =
        settings("--listen=0.0.0.0:0", "--open", "--cache=memory", "--policy=fixed");
    try (Larder larder = start(settings)) {
      List<String> warnings = new Banner(settings, larder).warnings();
      assertEquals(2, warnings.size(), warnings::toString);
      assertTrue(warnings.getFirst().startsWith("--policy=fixed keeps every 200"));
      assertTrue(warnings.getLast().startsWith("whoever reaches this machine"));
    }
  }

  @Test
  void itNamesTheFirstOfManyRulesThatDepartFromTheRfc() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--listen=127.0.0.1:0", "--cache=memory"));
    for (int i = 1; i <= 12; i++) {
      arguments.add("--rule=h" + i + ".example/** name=r" + i + " min=1h");
    }
    Settings settings = settings(arguments.toArray(String[]::new));
    try (Larder larder = start(settings)) {
      String warning = new Banner(settings, larder).warnings().getFirst();
      assertTrue(warning.endsWith(": r1, r2, r3, r4, r5, r6, r7, r8, r9, r10 and 2 more"), warning);
    }
  }
}
