package larder.caching;

import static larder.caching.Given.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import larder.http.Fields;
import larder.store.StoredHead;
import org.junit.jupiter.api.Test;

/** What is kept with each stored head: of one size, whatever an origin says. */
class GistTest {
  private static final Rfc9111Policy.Settings SETTINGS = Rfc9111Policy.Settings.DEFAULT;

  @Test
  void keepsNoNames() {
    Fields fields = Fields.of("Cache-Control", "max-age=60, immutable, no-cache=\"set-cookie, x\"");
    StoredHead head = new StoredHead(200, "OK", fields, Fields.EMPTY, NOW, NOW);

    Gist gist = Gist.of(head, SETTINGS);

    assertSame(gist, head.memo());
    assertEquals(List.of("set-cookie", "x"), SETTINGS.directives(fields).withheld());
    assertEquals(List.of(), gist.directives().withheld());
    assertEquals(Duration.ofSeconds(60), gist.directives().duration(Directive.MAX_AGE));
    assertTrue(gist.directives().has(Directive.IMMUTABLE));
  }
}
