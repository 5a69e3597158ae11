package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.app.admin.AdminAddress;
import larder.app.admin.AdminClient;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code larder run} where a proxy runs already that holds the folder. */
class RunBesideProcessTest extends RunFixture {
  private static final String FRESH =
      Framing.CONTENT_LENGTH.answer("Cache-Control: max-age=600\r\n", "once");

  private ChildLarder serving(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--admin-port=0"));
    arguments.addAll(List.of(more));
    return ChildLarder.serving(cache(), arguments.toArray(String[]::new));
  }

  private JsonNode statistics() throws Exception {
    return AdminClient.statistics(adminAddress().url());
  }

  @Test
  void theStoreIsSharedAndEachCountsItsOwn() throws Exception {
    Path json = folder.resolve("run.json");
    try (ChildLarder server = serving();
        FakeOrigin origin = FakeOrigin.answering(FRESH)) {
      InetSocketAddress address = server.address();
      String uri = origin.uri("/");
      ChildLarder.get(address, uri);
      ChildLarder.get(address, uri);
      Ended ended = end(fetching(uri, "--json=" + json, "--fail-on=miss,egress,bypass"));
      assertEquals(0, ended.exitCode(), ended.output());
      assertTrue(ended.output().contains("got once"), ended.output());
      assertTrue(
          ended.output().contains("larder: 1 request: 1 from the cache (100.0 %)."),
          ended.output());
      assertTrue(ended.output().contains("Behind the proxy that runs"), ended.output());
      assertTrue(Files.readString(json).contains("\"hits\" : 1"), Files.readString(json));
      assertEquals(3, statistics().path("requests").asInt(), "those of the command among them");
      assertEquals(1, statistics().path("originRequests").asInt());
      assertEquals(1, origin.connections());
    }
  }

  @Test
  void whatTheCommandFetchesIsThereForAll() throws Exception {
    Path json = folder.resolve("run.json");
    try (ChildLarder server = serving();
        FakeOrigin origin = FakeOrigin.answering(FRESH)) {
      InetSocketAddress address = server.address();
      String uri = origin.uri("/");
      Ended ended = end(fetching(uri, "--json=" + json, "--fail-on=miss"));
      assertEquals(3, ended.exitCode(), ended.output());
      assertTrue(Files.readString(json).contains("\"uri-miss\" : 1"), Files.readString(json));
      ChildLarder.get(address, uri).is(200, "once");
      assertEquals(1, origin.connections());
      assertEquals(1, statistics().path("originRequests").asInt());
    }
  }

  @Test
  void theCommandMayBeOfflineAndHaveRulesOfItsOwn() throws Exception {
    try (ChildLarder server = serving("--rule=/ never");
        FakeOrigin origin = FakeOrigin.answering(FRESH)) {
      server.address();
      String uri = origin.uri("/");
      Ended first = end(fetching(uri));
      assertTrue(first.output().contains("0 from the cache (0.0 %), 1 miss"), first.output());
      Ended second = end(fetching(uri, "--offline", "--fail-on=egress"));
      assertTrue(second.output().contains("Misses: offline 1."), second.output());
      assertTrue(end(fetching(uri, "--rule=/other min=1h")).output().contains("1 miss"));
      Ended last = end(fetching(uri, "--offline", "--rule=/other min=1h"));
      assertTrue(last.output().contains("1 from the cache (100.0 %)"), last.output());
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void whatTheRunningProxyReadsIsReadForTheCommandToo() throws Exception {
    try (ChildLarder server = serving("--intercept=secure.example")) {
      server.address();
      Ended ended = end("--", "sh", "-c", "echo \"<$WGETRC>\"");
      assertTrue(
          Pattern.compile("<.*larder-run-.*>").matcher(ended.output()).find(), ended.output());
    }
  }

  @Test
  void whatConcernsTheStoreIsRefused() throws Exception {
    try (ChildLarder server = serving()) {
      server.address();
      Ended ended = end("--cache-size=1g", "--", "true");
      assertEquals(125, ended.exitCode(), ended.output());
      assertTrue(
          ended.output().contains("--cache-size: the store is open already"), ended.output());
      assertTrue(ended.output().contains("--cache=memory"), ended.output());
      assertEquals(125, end("--access-log=" + folder.resolve("log"), "--", "true").exitCode());
      assertEquals(125, end("--rule=nonsense", "--", "true").exitCode());
      assertEquals(0, end("--cache=memory", "--cache-size=1g", "--", "true").exitCode());
    }
  }

  @Test
  void anAccessLogThatTheEnvironmentNamesIsLeftAlone() throws Exception {
    Path log = folder.resolve("none").resolve("log");
    try (ChildLarder server = serving()) {
      server.address();
      List<String> arguments = List.of("run", "--cache-dir=" + cache(), "--", "true");
      try (ChildLarder command =
          new ChildLarder(
              List.of("-Xmx64m"),
              arguments,
              environment -> environment.put("LARDER_ACCESS_LOG", log.toString()))) {
        String output = command.output();
        assertEquals(0, command.exitCode(), output);
      }
    }
  }

  @Test
  void aProxyWithoutAnAdminPortLetsNobodyIn() throws Exception {
    try (ChildLarder server = ChildLarder.serving(cache())) {
      server.address();
      Ended ended = end("--", "true");
      assertEquals(125, ended.exitCode(), ended.output());
      assertTrue(ended.output().contains("is in use"), ended.output());
      assertTrue(ended.output().contains("--admin-port"), ended.output());
    }
  }

  @Test
  void aRunIsThereForItsOwnCommandAlone() throws Exception {
    try (ChildLarder first = run("--", "sh", "-c", "echo ready; exec sleep 120")) {
      first.await(Pattern.compile("ready"));
      Ended ended = end("--", "true");
      assertEquals(125, ended.exitCode(), ended.output());
      assertTrue(ended.output().contains("It is a larder run"), ended.output());
      assertTrue(ended.output().contains("start larder for both"), ended.output());
      first.terminate();
      assertEquals(143, first.exitCode());
    }
  }

  @Test
  void whoDoesNotHaveTheTokenGetsNothing() throws Exception {
    Path key = cache().resolve("admin");
    try (ChildLarder server = serving()) {
      server.address();
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
      InetSocketAddress admin = admin();
      for (String fields : List.of("", "Authorization: Bearer 0000\r\n")) {
        try (Peer client = Peer.connect(admin)) {
          client.send(
              "POST /runs HTTP/1.1\r\nHost: localhost\r\n"
                  + fields
                  + "Content-Length: 2\r\n\r\n{}");
          assertEquals(401, Answer.read(client, "POST").status());
        }
      }
      Files.writeString(key, adminAddress().url() + "\n0000\n");
      assertEquals(125, end("--", "true").exitCode());
      server.terminate();
      server.exitCode();
      assertFalse(Files.exists(key));
    }
  }

  private AdminAddress adminAddress() {
    return Objects.requireNonNull(Admin.of(cache()));
  }

  private InetSocketAddress admin() {
    String url = adminAddress().url();
    int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  @Test
  void theWayInIsClosedWhenTheCommandEndsHoweverItEnds() throws Exception {
    try (ChildLarder server = serving()) {
      server.address();
      Ended ended = end("--", "sh", "-c", "echo \"<$http_proxy>\"");
      Peer.awaitRefusal(port(ended.output()));
      try (ChildLarder larder = run("--", "sh", "-c", "echo \"<$http_proxy>$$\"; exec sleep 120")) {
        Matcher said = larder.await(Pattern.compile("(<.*>)(\\d+)"));
        InetSocketAddress way = port(said.group(1));
        Peer.connect(way).close();
        larder.kill();
        ProcessHandle.of(Long.parseLong(said.group(2))).ifPresent(ProcessHandle::destroy);
        Peer.awaitRefusal(way);
      }
    }
  }

  /** A command reaches neither the admin port nor other ways in by asking for them. */
  @Test
  void noWayInLeadsToAnotherPortOfTheProxy() throws Exception {
    String[] waits = {"--", "sh", "-c", "echo \"<$http_proxy>\"; exec sleep 120"};
    try (ChildLarder server = serving()) {
      InetSocketAddress all = server.address();
      try (ChildLarder first = run(waits);
          ChildLarder second = run(waits)) {
        InetSocketAddress one = port(first.await(Pattern.compile("<.*>")).group());
        InetSocketAddress other = port(second.await(Pattern.compile("<.*>")).group());
        for (InetSocketAddress way : List.of(all, one, other)) {
          for (InetSocketAddress own : List.of(admin(), all, one, other)) {
            String uri = "http://127.0.0.1:" + own.getPort() + "/healthz";
            assertEquals(404, ChildLarder.get(way, uri).status(), way + " to " + own);
          }
        }
        assertEquals(0, statistics().path("originRequests").asInt());
      }
    }
  }

  private static InetSocketAddress port(String output) {
    String text = output.substring(output.indexOf("<http://127.0.0.1:") + 18);
    int port = Integer.parseInt(text.substring(0, text.indexOf('>')));
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  @Test
  void aProxyThatStopsFirstLeavesTheCommandItsCode() throws Exception {
    Path go = folder.resolve("go");
    String waits = "echo ready; while [ ! -e " + go + " ]; do sleep 0.1; done; exit 7";
    try (ChildLarder server = serving()) {
      server.address();
      try (ChildLarder larder = run("--", "sh", "-c", waits)) {
        larder.await(Pattern.compile("ready"));
        server.terminate();
        server.exitCode();
        Files.createFile(go);
        String output = larder.output();
        assertTrue(output.contains("What was saved is not known"), output);
        assertEquals(7, larder.exitCode());
      }
    }
  }
}
