package larder.forwarding;

import static larder.forwarding.CollapsingFixture.FRESH;
import static larder.forwarding.CollapsingFixture.URI;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import larder.forwarding.CollapsingFixture.Asked;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.GatedOrigins.Call;
import larder.http.Method;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An answer to {@code POST} that a later {@code GET} may get (RFC 9110, section 9.3.3) makes
 * invalid what was stored for its target, and not itself.
 */
class PostedAnswerTest {
  private static final String OTHER = "http://example.org/b";

  private final CollapsingFixture f = new CollapsingFixture();

  @AfterEach
  void nothingIsLeft() {
    f.close();
  }

  private static String[] forGet(String... more) {
    return Stream.of(FRESH, new String[] {"Content-Location", "/a"}, more)
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  private Call posts(String uri) throws InterruptedException {
    f.asks(Method.POST, uri, Integer.MAX_VALUE);
    return f.origins.next();
  }

  private void isAHit(String content) throws InterruptedException {
    f.allAreAnswered();
    Asked next = f.gets();
    assertEquals(content, next.client().text());
    assertEquals(Result.HIT, next.conclusion().result());
  }

  private void isFetched() throws InterruptedException {
    f.allAreAnswered();
    Asked next = f.gets();
    f.origins.next().answers(200, 3, FRESH).sends("new").ends();
    assertEquals("new", next.client().text());
  }

  @Test
  void itIsKept() throws Exception {
    posts(URI).answers(200, 6, forGet()).sends("posted").ends();
    isAHit("posted");
  }

  @Test
  void itTakesThePlaceOfWhatWasStored() throws Exception {
    isFetched();
    posts(URI).answers(200, 6, forGet()).sends("posted").ends();
    isAHit("posted");
    posts(URI).answers(200, 5, forGet()).sends("again").ends();
    isAHit("again");
  }

  @Test
  void itIsKeptInAGroupThatGoesWithIt() throws Exception {
    String[] grouped = forGet("Cache-Groups", "\"x\"", "Cache-Group-Invalidation", "\"x\", \"y\"");
    posts(URI).answers(200, 6, grouped).sends("posted").ends();
    isAHit("posted");
    posts(URI).answers(200, 5, grouped).sends("again").ends();
    isAHit("again");
  }

  @Test
  void itIsKeptThoughItIsGoodForAQueryThatItInvalidates() throws Exception {
    String[] anyQuery = forGet("No-Vary-Search", "params", "Location", "/a?q");
    posts(URI).answers(200, 6, anyQuery).sends("posted").ends();
    isAHit("posted");
  }

  @Test
  void itIsNotKeptIfItsTargetWasInvalidatedBeforeItCame() throws Exception {
    Call call = posts(URI);
    f.deletes(URI);
    call.answers(200, 6, forGet()).sends("posted").ends();
    isFetched();
  }

  @Test
  void itIsNotKeptIfItsTargetWasInvalidatedWhileItCame() throws Exception {
    Call call = posts(URI);
    call.answers(200, 6, forGet()).sends("pos");
    f.deletes(OTHER);
    f.deletes(URI);
    call.sends("ted").ends();
    isFetched();
  }

  @Test
  void itIsNotKeptIfAnotherProxyInvalidatedItsTarget() throws Exception {
    try (CollapsingFixture other = f.beside()) {
      Call call = posts(URI);
      other.deletes(URI);
      call.answers(200, 6, forGet()).sends("posted").ends();
      isFetched();
    }
  }

  @Test
  void itIsKeptIfSomethingElseWasInvalidated() throws Exception {
    Call call = posts(URI);
    f.deletes(OTHER);
    call.answers(200, 6, forGet()).sends("pos");
    f.deletes(OTHER);
    call.sends("ted").ends();
    isAHit("posted");
  }

  @Test
  void itIsNotKeptIfItsGroupWasInvalidatedBeforeItCame() throws Exception {
    Call call = posts(URI);
    invalidatesTheGroup();
    call.answers(200, 6, forGet("Cache-Groups", "\"x\"")).sends("posted").ends();
    isFetched();
  }

  private void invalidatesTheGroup() throws InterruptedException {
    Asked other = f.asks(Method.POST, OTHER, Integer.MAX_VALUE);
    f.origins.next().answers(200, 0, "Cache-Group-Invalidation", "\"x\"").ends();
    assertEquals(200, other.client().status());
  }

  @Test
  void itIsNotKeptIfItsGroupWasInvalidatedBeforeAndByItself() throws Exception {
    Call call = posts(URI);
    invalidatesTheGroup();
    String[] grouped = forGet("Cache-Groups", "\"x\"", "Cache-Group-Invalidation", "\"x\"");
    call.answers(200, 6, grouped).sends("posted").ends();
    isFetched();
  }
}
