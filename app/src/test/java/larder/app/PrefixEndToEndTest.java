package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.Test;

/** A client that knows of no proxy, and asks for targets behind its address. */
class PrefixEndToEndTest {
  @Test
  void aRedirectionIsFollowedAndWhatIsFetchedIsForAllWaysOfAsking() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.answering(
                "HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n",
                Framing.CONTENT_LENGTH.answer("Cache-Control: max-age=60\r\n", "there"));
        Running larder = new Setup().start();
        HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()) {
      String base = "http://127.0.0.1:" + larder.address().getPort() + "/";
      String uri = "http://" + origin.authority();
      HttpRequest request = HttpRequest.newBuilder(URI.create(base + uri + "/old")).build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertEquals("there", response.body());
      assertEquals(URI.create(base + uri + "/new"), response.uri());
      larder.get(uri + "/new").is(200, "there").says("larder; hit; ttl=60");
      assertEquals(2, origin.requests().size());
    }
  }
}
