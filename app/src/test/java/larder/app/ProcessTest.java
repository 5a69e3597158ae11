package larder.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import larder.test.origin.Certificate;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process: killed, stopped, with little memory, kept out. */
class ProcessTest {
  private static final String FRESH = "Cache-Control: max-age=3600\r\n";
  private static final int BLOCK = 64 * 1024;

  @TempDir private Path folder;

  /** Answers each path with a content of its own, of a length of its own. */
  private static FakeOrigin echoing() throws IOException {
    FakeOrigin[] self = new FakeOrigin[1];
    self[0] =
        FakeOrigin.following(
            peer -> {
              while (true) {
                String path = self[0].remember(peer.readMessage()).split(" ", 3)[1];
                peer.send(Framing.CHUNKED.answer(FRESH, content(path)));
              }
            });
    return self[0];
  }

  private static String content(String path) {
    return path.repeat(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
  }

  private static String path(int number) {
    return "/a/" + number * number;
  }

  private static void assertServed(InetSocketAddress proxy, FakeOrigin origin, String path)
      throws IOException {
    Answer answer = ChildLarder.get(proxy, origin.uri(path));
    assertEquals(200, answer.status(), answer::head);
    assertEquals(content(path), answer.content());
  }

  @Test
  void killedItLosesTheLastSecondAndServesNothingWrong() throws Exception {
    try (FakeOrigin origin = echoing()) {
      try (ChildLarder larder = ChildLarder.serving(folder)) {
        InetSocketAddress proxy = larder.address();
        for (int i = 1; i <= 50; i++) {
          assertServed(proxy, origin, path(i));
        }
        awaitOnDisk(origin.authority() + path(50));
        assertServed(proxy, origin, "/next/1");
        awaitOnDisk(origin.authority() + "/next/1"); // groups follow one another
        for (int i = 51; i <= 100; i++) {
          assertServed(proxy, origin, path(i));
        }
        larder.kill();
      }
      int askedBefore = origin.requests().size();
      try (ChildLarder larder = ChildLarder.serving(folder)) {
        InetSocketAddress proxy = larder.address();
        for (int i = 1; i <= 50; i++) {
          assertServed(proxy, origin, path(i));
        }
        assertEquals(askedBefore, origin.requests().size(), "what was on disk is still there");
        for (int i = 51; i <= 100; i++) {
          assertServed(proxy, origin, path(i));
        }
      }
    }
  }

  /** Waits until a pack has that text in it. */
  private void awaitOnDisk(String text) throws IOException, InterruptedException {
    Path packs = Files.createDirectories(folder.resolve("packs"));
    try (WatchService changes = folder.getFileSystem().newWatchService()) {
      packs.register(changes, StandardWatchEventKinds.ENTRY_MODIFY);
      while (!isInSomeFile(packs, text)) {
        WatchKey change = changes.poll(60, TimeUnit.SECONDS);
        assertNotNull(change, () -> text + " does not get to the disk");
        change.pollEvents();
        change.reset();
      }
    }
  }

  private static boolean isInSomeFile(Path packs, String text) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(packs)) {
      for (Path file : files) {
        if (Files.readString(file, ISO_8859_1).contains(text)) {
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void stoppedItKeepsAllOfIt() throws Exception {
    Path portFile = folder.resolve("port");
    Path store = folder.resolve("store");
    Path others = Files.writeString(folder.resolve("others"), "theirs");
    Files.createSymbolicLink(folder.resolve("port.part"), others);
    try (FakeOrigin origin = echoing()) {
      try (ChildLarder larder = ChildLarder.serving(store, "--port-file=" + portFile)) {
        InetSocketAddress proxy = larder.address();
        assertEquals(proxy.getPort() + "\n", Files.readString(portFile));
        assertEquals("theirs", Files.readString(others));
        try (Peer idle = Peer.connect(proxy)) {
          for (int i = 1; i <= 20; i++) {
            assertServed(proxy, origin, path(i));
          }
          larder.terminate();
          assertTrue(idle.hasEnded());
        }
        assertEquals(143, larder.exitCode());
        assertTrue(Files.notExists(portFile));
      }
      try (ChildLarder larder = ChildLarder.serving(store)) {
        InetSocketAddress proxy = larder.address();
        for (int i = 1; i <= 20; i++) {
          assertServed(proxy, origin, path(i));
        }
        assertEquals(20, origin.requests().size());
      }
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void theFirstInterruptLetsExchangesEndAndTheSecondDoesNot() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (FakeOrigin silent =
            FakeOrigin.following(
                peer -> {
                  peer.readMessage();
                  asked.countDown();
                  peer.readToEnd();
                });
        ChildLarder larder = ChildLarder.serving(folder, "--drain=10m")) {
      InetSocketAddress proxy = larder.address();
      try (Peer idle = Peer.connect(proxy);
          Peer busy = Peer.connect(proxy)) {
        busy.send(Running.request("GET", silent.uri("/")));
        asked.await();
        larder.signal("INT");
        assertTrue(idle.hasEnded());
        assertFalse(larder.endsWithin(0));
        larder.signal("INT");
        assertEquals(130, larder.exitCode());
      }
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void anInterruptWhileNothingIsUnderWayEndsIt() throws Exception {
    try (ChildLarder larder = ChildLarder.serving(folder)) {
      larder.address();
      larder.signal("INT");
      assertEquals(130, larder.exitCode());
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void logsAreOpenedAnewAndAtHupTheCertificateIsReadToo() throws Exception {
    Certificate.madeFor("ip:127.0.0.1", folder);
    Path pem = Certificate.pemIn(folder);
    Path log = folder.resolve("log");
    try (ChildLarder larder =
        ChildLarder.serving(
            folder.resolve("store"), "-v", "--access-log=" + log, "--tls-cert=" + pem)) {
      larder.await(Pattern.compile("listens on"));
      for (String signal : List.of("HUP", "USR1")) {
        Files.move(log, folder.resolve("log-before-" + signal));
        larder.signal(signal);
        awaitFile(log);
        if (signal.equals("HUP")) {
          larder.await(Pattern.compile("The certificate in " + pem + " was read anew"));
        }
      }
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void whoRotatesLogsIsWarnedIfHupIsIgnored() throws Exception {
    Path log = folder.resolve("log");
    try (ChildLarder larder =
        ChildLarder.servingWithoutHangups(folder.resolve("store"), "--access-log=" + log)) {
      larder.await(Pattern.compile("warning: HUP is ignored, .*: USR1 reopens the access log"));
      Files.move(log, folder.resolve("log-before"));
      larder.signal("USR1");
      awaitFile(log);
    }
  }

  private void awaitFile(Path file) throws IOException, InterruptedException {
    try (WatchService changes = folder.getFileSystem().newWatchService()) {
      folder.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(file)) {
        WatchKey change = changes.poll(60, TimeUnit.SECONDS);
        assertNotNull(change, () -> file + " is not made");
        change.pollEvents();
        change.reset();
      }
    }
  }

  @Test
  void contentLargerThanItsMemoryGoesThroughBothWays() throws Exception {
    int blocks = 64 * 1024 * 1024 / BLOCK;
    String block = "0123456789abcdef".repeat(BLOCK / 16);
    try (FakeOrigin origin = FakeOrigin.following(peer -> exchangeBlocks(peer, block, blocks));
        ChildLarder larder =
            new ChildLarder(
                List.of("-Xmx48m"),
                List.of("--cache=h2", "--cache-dir=" + folder, "--memory-size=8m", "-p", "0"))) {
      InetSocketAddress proxy = larder.address();
      String uri = origin.uri("/");
      for (int times = 0; times < 2; times++) {
        try (Peer client = Peer.connect(proxy)) {
          client.send(Running.request("GET", uri));
          client.readHead();
          for (int i = 0; i < blocks; i++) {
            assertEquals(block, client.read(BLOCK));
          }
        }
      }
      try (Peer client = Peer.connect(proxy)) {
        client.send(Running.request("PUT", uri, "Content-Length: " + (long) blocks * BLOCK));
        for (int i = 0; i < blocks; i++) {
          client.send(block);
        }
        Answer.read(client, "PUT").is(200, "done");
      }
    }
  }

  private static void exchangeBlocks(Peer peer, String block, int blocks) throws IOException {
    while (true) {
      if (peer.readHead().startsWith("GET")) {
        peer.send("HTTP/1.1 200 OK\r\n" + FRESH + "Content-Length: " + blocks * BLOCK + "\r\n\r\n");
        for (int i = 0; i < blocks; i++) {
          peer.send(block);
        }
      } else {
        for (int i = 0; i < blocks; i++) {
          assertEquals(block, peer.read(BLOCK));
        }
        peer.send(Framing.CONTENT_LENGTH.answer("", "done"));
      }
    }
  }

  @Test
  void aFolderOfAnotherProcessIsNamedWithThatProcess() throws Exception {
    try (ChildLarder first = ChildLarder.serving(folder)) {
      assertTrue(first.address().getPort() > 0);
      try (ChildLarder second = ChildLarder.serving(folder)) {
        assertEquals(69, second.exitCode());
        String said = second.output();
        assertTrue(said.contains(folder.toString()), said);
        assertTrue(said.contains(Long.toString(first.pid())), said);
        assertEquals(1, said.lines().count(), said);
      }
    }
  }

  @Test
  void aPortFileIsRemovedByWhoWroteItAlone() throws Exception {
    Path portFile = folder.resolve("port");
    String named = "--port-file=" + portFile;
    try (ChildLarder first = ChildLarder.serving(folder, named)) {
      String port = first.address().getPort() + "\n";
      try (ChildLarder second = ChildLarder.serving(folder, named)) {
        assertEquals(69, second.exitCode());
      }
      assertEquals(port, Files.readString(portFile));
      Files.writeString(portFile, "another's\n");
      first.terminate();
      assertEquals(143, first.exitCode());
      assertEquals("another's\n", Files.readString(portFile));
    }
  }

  @Test
  void aStoppedStoreIsLookedIntoAndNothingElseIsSaid() throws Exception {
    try (ChildLarder larder = ChildLarder.serving(folder)) {
      larder.address();
      larder.terminate();
      assertEquals(143, larder.exitCode());
    }
    List<String> question = List.of("explain", "--cache-dir=" + folder, "http://a.example.org/");
    try (ChildLarder explain = new ChildLarder(List.of("-Xmx64m"), question)) {
      String output = explain.output();
      assertTrue(output.startsWith("No proxy uses " + folder), output);
      assertTrue(output.contains("\n\nA miss"), output);
      assertEquals(0, explain.exitCode());
    }
  }

  @Test
  void aPortInUseIsOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        ChildLarder larder =
            ChildLarder.serving(folder, "--listen=127.0.0.1:" + taken.getLocalPort())) {
      assertEquals(69, larder.exitCode());
      assertEquals(
          "larder: 127.0.0.1 port "
              + taken.getLocalPort()
              + " is in use by another process: choose another with --port or --listen, or stop"
              + " what has it\n",
          larder.output());
    }
  }

  @Test
  void aFolderThatIsNoneIsOneSentence() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    try (ChildLarder larder = ChildLarder.serving(file)) {
      assertEquals(74, larder.exitCode());
      String said = larder.output();
      assertTrue(said.startsWith("larder: ") && said.contains(file.toString()), said);
      assertTrue(said.endsWith(": make it writable, or choose another with --cache-dir\n"), said);
      assertEquals(1, said.lines().count(), said);
    }
  }

  @Test
  void aMessageIsOneLineThatSaysHowBadItIs() throws Exception {
    try (ChildLarder larder = ChildLarder.serving(folder, "--max-connections=1")) {
      InetSocketAddress proxy = larder.address();
      try (Peer first = Peer.connect(proxy);
          Peer second = Peer.connect(proxy)) {
        first.send("GET");
        second.send("GET");
        larder.await(Pattern.compile("^larder: warning: .*127\\.0\\.0\\.1"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "0"})
  @EnabledOnOs(OS.LINUX)
  void aStartOpensNoLibraryThatItDoesNotNeed(String adminPort) throws Exception {
    List<String> arguments = List.of("--cache=memory", "--port=0", "--admin-port=" + adminPort);
    try (ChildLarder larder = new ChildLarder(ChildLarder.carrying("-Xmx64m"), arguments)) {
      larder.address();
      List<String> libraries = new ArrayList<>();
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(Path.of("/proc/" + larder.pid() + "/fd"))) {
        for (Path file : files) {
          String name = String.valueOf(Files.readSymbolicLink(file).getFileName());
          if (name.endsWith(".jar") && !name.startsWith("larder-")) {
            libraries.add(name);
          }
        }
      }
      assertTrue(libraries.removeIf(name -> name.startsWith("picocli")), libraries::toString);
      assertTrue(libraries.removeIf(name -> name.startsWith("caffeine")), libraries::toString);
      libraries.removeIf(name -> name.startsWith("jackson-core")); // for what may be caught
      assertEquals(List.of(), libraries);
    }
  }
}
