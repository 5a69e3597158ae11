package larder.forwarding;

import static larder.forwarding.CollapsingFixture.FRESH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Objects;
import larder.forwarding.CollapsingFixture.Asked;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.GatedOrigins.Call;
import larder.http.IpAddress;
import larder.http.Method;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A name with addresses inside and outside. Who may go to some of them is answered by those, and
 * neither gets what others got nor leaves them anything.
 */
class MixedAddressesTest {
  private static final IpAddress HERE = Objects.requireNonNull(IpAddress.parse("127.0.0.1"));
  private static final IpAddress ELSEWHERE = Objects.requireNonNull(IpAddress.parse("192.168.1.7"));
  private static final String MISS = "larder; fwd=uri-miss; fwd-status=200; stored";
  private static final String APART = "larder; fwd=bypass; fwd-status=200; detail=mixed-addresses";

  private final CollapsingFixture f = new CollapsingFixture();

  @BeforeEach
  void someAreInReach() {
    f.origins.allInReach = false;
  }

  @AfterEach
  void nothingIsLeft() {
    f.close();
  }

  private Asked getsFrom(IpAddress address, String... fields) {
    f.address = address;
    return f.gets(fields);
  }

  private void isAnswered(IpAddress client, String content, String cacheStatus) throws Exception {
    Asked asked = getsFrom(client);
    f.origins.next().answers(200, content.length(), FRESH).sends(content).ends();
    assertEquals(content, asked.client().text());
    assertEquals(cacheStatus, asked.cacheStatus());
  }

  private void isAHit(IpAddress client, String content) throws Exception {
    Asked asked = getsFrom(client);
    assertEquals(content, asked.client().text());
    assertEquals("larder; hit; ttl=60", asked.cacheStatus());
  }

  @Test
  void whatIsStoredIsNotServedAndStaysAsItIs() throws Exception {
    isAnswered(HERE, "inside", MISS);

    isAnswered(ELSEWHERE, "outside", APART);

    isAHit(HERE, "inside");
  }

  @Test
  void nothingIsStored() throws Exception {
    isAnswered(ELSEWHERE, "outside", APART);
    isAnswered(ELSEWHERE, "again", APART);
    isAnswered(HERE, "inside", MISS);
  }

  @Test
  void whatAllMayGoToIsShared() throws Exception {
    f.origins.allInReach = true;

    isAnswered(ELSEWHERE, "open", MISS);
    isAHit(HERE, "open");
    isAHit(ELSEWHERE, "open");
  }

  @Test
  void noFetchIsJoined() throws Exception {
    Asked leader = getsFrom(HERE);
    Call inside = f.origins.next();

    isAnswered(ELSEWHERE, "outside", APART);

    inside.answers(200, 6, FRESH).sends("inside").ends();
    assertEquals(MISS, leader.cacheStatus());
  }

  @Test
  void noFetchIsLed() throws Exception {
    Asked apart = getsFrom(ELSEWHERE);
    Call outside = f.origins.next();

    isAnswered(HERE, "inside", MISS);

    outside.answers(200, 7, FRESH).sends("outside").ends();
    assertEquals("outside", apart.client().text());
    assertEquals(Result.PASS, apart.conclusion().result());
    assertNull(apart.conclusion().waiting());
    isAHit(HERE, "inside");
  }

  /** What it asks for is not there for it. */
  @Test
  void whoWantsNothingFromTheOriginGetsNothing() throws Exception {
    isAnswered(HERE, "inside", MISS);

    assertEquals(504, getsFrom(ELSEWHERE, "Cache-Control", "only-if-cached").client().status());
  }

  @Test
  void whatItChangesIsChangedForAll() throws Exception {
    isAnswered(HERE, "inside", MISS);

    f.address = ELSEWHERE;
    Asked posting = f.asks(Method.POST, Integer.MAX_VALUE);
    f.origins.next().answers(204, 0).ends();
    assertEquals(204, posting.client().status());

    isAnswered(HERE, "new", MISS);
  }
}
