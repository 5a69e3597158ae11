package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code larder run}, as a process with processes of its own. */
class RunProcessTest extends RunFixture {
  @Test
  void theSecondRunIsServedFromTheFirstOnesStoreAndTheThirdNeedsNoNetwork() throws Exception {
    Path json = folder.resolve("run.json");
    try (FakeOrigin origin =
        FakeOrigin.answering(
            Framing.CONTENT_LENGTH.answer("Cache-Control: max-age=600\r\n", "once"))) {
      String uri = origin.uri("/");
      Ended first = end(fetching(uri));
      assertEquals(0, first.exitCode(), first.output());
      assertTrue(first.output().contains("got once"), first.output());
      assertTrue(
          first.output().contains("larder: 1 request: 0 from the cache (0.0 %), 1 miss."),
          first.output());
      Ended second = end(fetching(uri, "--json=" + json, "--fail-on=miss,egress,bypass"));
      assertEquals(0, second.exitCode(), second.output());
      assertTrue(Files.readString(json).contains("\"hits\" : 1"), Files.readString(json));
      Ended third = end(fetching(uri, "--offline"));
      assertTrue(third.output().contains("got once"), third.output());
      assertEquals(1, origin.connections());
    }
  }

  @Test
  void whatIsUnwantedEndsWithACodeOfItsOwn() throws Exception {
    Path summary = folder.resolve("summary.md");
    try (FakeOrigin origin =
        FakeOrigin.answering(Framing.CONTENT_LENGTH.answer("Cache-Control: no-store\r\n", "x"))) {
      Ended ended = end(fetching(origin.uri("/"), "--fail-on=egress", "--summary=" + summary));
      assertEquals(3, ended.exitCode(), ended.output());
      assertTrue(
          ended.output().contains("Unwanted (--fail-on): requests to origins: 1."), ended.output());
      assertTrue(Files.readString(summary).contains("| uri-miss | 1 |"));
    }
  }

  @Test
  void whatDepartsFromTheRfcIsSaid() throws Exception {
    Ended ended = end("--rule=/a name=mine min=1h", "--quiet", "--", "true");
    assertTrue(
        ended
            .output()
            .contains(
                "larder: warning: against RFC 9111, section 4.2.1, these rules keep fresh for"
                    + " longer than the origin says: mine"),
        ended.output());
  }

  @ParameterizedTest
  @CsvSource({"exit 0, 0", "exit 7, 7", "kill -TERM $$, 143"})
  void theCommandsOwnCodeIsPassedOn(String script, int expected) throws Exception {
    assertEquals(expected, end("--", "sh", "-c", script).exitCode());
  }

  @Test
  void whatDoesNotStartIsToldApart() throws Exception {
    assertEquals(127, end("--", "there-is-no-such-command").exitCode());
    assertEquals(127, end("--", "").exitCode());
    Path plain = Files.writeString(folder.resolve("plain"), "text");
    assertEquals(126, end("--", plain.toString()).exitCode());
    assertEquals(125, end("--no-such-option", "--", "true").exitCode());
    assertEquals(125, end("--cache-dir=" + plain, "--", "true").exitCode());
  }

  @Test
  void optionsOfTheCommandAreTheCommands() throws Exception {
    Ended ended = end("sh", "-c", "echo \"$http_proxy $no_proxy\"");
    assertTrue(
        Pattern.compile("http://127\\.0\\.0\\.1:\\d+ localhost,127\\.0\\.0\\.1,::1,\\.local")
            .matcher(ended.output())
            .find(),
        ended.output());
  }

  @Test
  void filesThatTheCommandNamesAreTheCommands() throws Exception {
    Path file = Files.writeString(folder.resolve("body"), "not what is printed");
    for (String[] command : new String[][] {{"--", "echo", "@" + file}, {"echo", "@" + file}}) {
      Ended ended = end(command);
      assertTrue(ended.output().contains("@" + file), ended.output());
    }
  }

  /** As in images that have little more than a shell. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void signalsReachTheCommandAlthoughThereIsNoProgramThatSendsThem() throws Exception {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    Files.createSymbolicLink(programs.resolve("sh"), Path.of("/bin/sh"));
    Files.createSymbolicLink(programs.resolve("sleep"), Path.of("/bin/sleep"));
    List<String> arguments =
        List.of(
            "run",
            "--cache=memory",
            "--",
            "sh",
            "-c",
            "trap 'exit 9' HUP; echo ready; while :; do sleep 1; done");
    try (ChildLarder larder =
        new ChildLarder(
            List.of("-Xmx64m"),
            arguments,
            environment -> environment.put("PATH", programs.toString()))) {
      larder.await(Pattern.compile("ready"));
      String pid = Long.toString(larder.pid());
      assertEquals(0, new ProcessBuilder("kill", "-HUP", pid).start().waitFor());
      assertEquals(9, larder.exitCode());
    }
  }

  @Test
  void signalsReachTheCommand() throws Exception {
    try (ChildLarder larder =
        run("--", "sh", "-c", "trap 'exit 9' TERM; echo ready; while :; do sleep 1; done")) {
      larder.await(Pattern.compile("ready"));
      larder.terminate();
      assertEquals(9, larder.exitCode());
    }
  }
}
