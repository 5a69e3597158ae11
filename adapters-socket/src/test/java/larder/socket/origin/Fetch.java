package larder.socket.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import larder.access.Reach;
import larder.forwarding.OriginPort.OriginRequest;
import larder.http.Body;
import larder.http.Fields;
import larder.http.Method;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/** Fetches and their results, for tests. */
record Fetch(ResponseHead head, String content, Fields trailers, List<ResponseHead> interim) {
  static OriginRequest request(Method method, String uri, Body body, String... fields) {
    try {
      TargetUri target = TargetUri.parse(uri);
      Fields all =
          Fields.builder().add("Host", target.hostField()).addAll(Fields.of(fields)).build();
      return new OriginRequest(method, target, all, body, Reach.ANYWHERE);
    } catch (SyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static OriginRequest within(Reach reach, String uri) {
    OriginRequest plain = request(Method.GET, uri, Body.empty());
    return new OriginRequest(plain.method(), plain.target(), plain.fields(), plain.body(), reach);
  }

  static Fetch get(Origins origins, String uri) throws TransferException {
    return of(origins, request(Method.GET, uri, Body.empty()));
  }

  static Fetch of(Origins origins, OriginRequest request) throws TransferException {
    List<ResponseHead> interim = new CopyOnWriteArrayList<>();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (Response response = origins.fetch(request, interim::add)) {
      response
          .body()
          .writeTo(
              bytes -> {
                while (bytes.hasRemaining()) {
                  content.write(bytes.get());
                }
              });
      return new Fetch(
          response.head(), content.toString(ISO_8859_1), response.body().trailers(), interim);
    }
  }

  /** Checks that the fetch fails on the origin's side with that kind; returns the explanation. */
  static String failure(Origins origins, String uri, Kind kind) {
    return failure(origins, request(Method.GET, uri, Body.empty()), kind);
  }

  static String failure(Origins origins, OriginRequest request, Kind kind) {
    TransferException e = assertThrows(TransferException.class, () -> of(origins, request));
    assertEquals(kind, e.kind(), e.explanation());
    assertEquals(Side.ORIGIN, e.side());
    return e.explanation();
  }
}
