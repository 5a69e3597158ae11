package larder.socket.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import larder.forwarding.ClientAddress;
import larder.http.IpAddress;
import org.junit.jupiter.api.Test;

class DisagreementsTest {
  private static final ClientAddress CLIENT =
      new ClientAddress(IpAddress.of((byte) 192, (byte) 0, (byte) 2, (byte) 7), 1234);

  @Test
  void manyAreSaidOnceAndWhoOnlyLeavesIsNot() {
    List<String> said = new ArrayList<>();
    Disagreements disagreements = new Disagreements(said::add);
    disagreements.met(CLIENT, new EOFException("gone"));
    assertEquals(List.of(), said);
    for (int i = 0; i < 3; i++) {
      disagreements.met(CLIENT, new SSLException("no TLS"));
    }
    assertEquals(List.of("TLS could not be agreed on with 192.0.2.7: no TLS"), said);
  }

  /** Java's message quotes the name that a client sent, which may contain any byte. */
  @Test
  void whatAClientSentIsSaidInOneShortLineOfPrintableCharacters() {
    List<String> said = new ArrayList<>();
    Disagreements disagreements = new Disagreements(said::add);
    String sent = "a\nb\u001b\u009b\u2028" + "x".repeat(100_000);
    disagreements.met(CLIENT, new SSLException(sent));
    String only = said.getFirst();
    assertTrue(only.contains(": a%0Ab%1B%9B%28xxx"), only);
    assertTrue(only.chars().allMatch(c -> c >= ' ' && c <= '~'), only);
    assertTrue(only.length() < 500, () -> only.length() + " characters");
  }
}
