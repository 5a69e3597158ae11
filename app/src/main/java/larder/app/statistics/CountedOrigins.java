package larder.app.statistics;

import java.util.OptionalLong;
import larder.access.Reach;
import larder.forwarding.OriginPort;
import larder.http.Authority;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.Response;
import larder.http.Scheme;
import larder.http.TransferException;

/** Counts the requests to origins. */
record CountedOrigins(OriginPort way, OriginCounts counts) implements OriginPort {
  @Override
  public Response fetch(OriginRequest request, InterimListener interim) throws TransferException {
    counts.asked();
    return counted(way.fetch(request, interim));
  }

  @Override
  public UpgradeAnswer upgrade(OriginRequest request, InterimListener interim)
      throws TransferException {
    counts.asked();
    return switch (way.upgrade(request, interim)) {
      case UpgradeAnswer.Switched switched -> switched;
      case UpgradeAnswer.Declined(Response response) ->
          new UpgradeAnswer.Declined(counted(response));
    };
  }

  private Response counted(Response response) {
    return new Response(response.head(), new CountedBody(response.body(), counts));
  }

  @Override
  public boolean check(Scheme scheme, Authority origin, Reach reach) throws TransferException {
    return way.check(scheme, origin, reach);
  }

  @Override
  public void close() {
    way.close();
  }

  private record CountedBody(Body body, OriginCounts counts) implements Body {
    @Override
    public OptionalLong length() {
      return body.length();
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      body.writeTo(
          bytes -> {
            counts.received(bytes.remaining());
            sink.write(bytes);
          });
    }

    @Override
    public Fields trailers() {
      return body.trailers();
    }

    @Override
    public void close() {
      body.close();
    }
  }
}
