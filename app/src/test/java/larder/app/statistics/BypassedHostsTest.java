package larder.app.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import larder.forwarding.Bypass;
import larder.forwarding.ClientAddress;
import larder.forwarding.Conclusion;
import larder.forwarding.Conclusion.Result;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.IpAddress;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.test.log.Overheard;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of hosts that could not be read. */
@ResourceLock("larder.interception")
class BypassedHostsTest {
  private static final String HOST = "bypassed.example:443";

  @AutoClose private final Overheard log = Overheard.of("larder.interception", HOST);
  private final BypassedHosts hosts = new BypassedHosts(true);

  private void note(Bypass why) {
    RequestHead request =
        new RequestHead(
            Method.CONNECT,
            new RequestTarget.AuthorityForm(new Authority("bypassed.example", 443)),
            HttpVersion.HTTP_1_1,
            Fields.EMPTY);
    hosts.note(
        new Conclusion(
            Instant.EPOCH,
            Duration.ZERO,
            new ClientAddress(Objects.requireNonNull(IpAddress.parse("192.0.2.7")), 50_000),
            null,
            request,
            null,
            0,
            0,
            Result.TUNNEL,
            null,
            null,
            null,
            null,
            null,
            why,
            null,
            null,
            null));
  }

  @Test
  void eachHostIsToldOnceWhateverMayBeMetThere() {
    for (Bypass why :
        List.of(
            Bypass.OTHER_NAME, Bypass.OTHER_PROTOCOL, Bypass.OTHER_NAME, Bypass.OTHER_PROTOCOL)) {
      note(why);
    }
    assertEquals(1, log.said().size(), log.said()::toString);
    assertEquals(Map.of(HOST, "other-protocol"), hosts.hosts());
  }

  @ParameterizedTest
  @EnumSource(names = {"CLIENT_LEFT", "CLIENT_PAUSED"})
  void aClientThatLeftOrPausedSaysNothingOfTheHost(Bypass why) {
    note(why);
    assertEquals(List.of(), log.said());
    assertEquals(Map.of(), hosts.hosts());
  }
}
