package larder.forwarding;

import java.time.Instant;
import larder.forwarding.OriginPort.InterimListener;
import larder.forwarding.OriginPort.OriginRequest;
import larder.forwarding.OriginPort.UpgradeAnswer;
import larder.http.Body;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpDate;
import larder.http.HttpVersion;
import larder.http.RequestHead;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;

/** The half of an exchange that faces the origin: sends requests and receives responses. */
final class OriginSide {
  private final Ports ports;
  private final ForwardingSettings settings;
  private final Invalidations invalidated;

  OriginSide(Ports ports, ForwardingSettings settings) {
    this.ports = ports;
    this.settings = settings;
    this.invalidated = ports.knowledge().invalidations();
  }

  /**
   * A final response as received, without connection-specific fields, and with a date.
   *
   * @param status the origin's, whatever becomes of the response
   * @param asked when it was asked for, in terms of invalidations
   */
  record Fetched(
      Response response,
      int status,
      Instant requestedAt,
      Instant receivedAt,
      Invalidations.Since asked) {
    ResponseHead head() {
      return response.head();
    }

    /** The response with another head and body. */
    Fetched as(ResponseHead head, Body body) {
      return new Fetched(new Response(head, body), status, requestedAt, receivedAt, asked);
    }

    /** The same, apart from its own invalidation. */
    Fetched since(Invalidations.Since outlived) {
      return new Fetched(response, status, requestedAt, receivedAt, outlived);
    }
  }

  /**
   * @param fields the client's fields, or those of a validation
   */
  Fetched fetch(Inquiry inquiry, Fields fields, InterimListener interim) throws TransferException {
    Asking asking = asking(inquiry, requestFields(inquiry, fields), inquiry.body());
    return fetched(ports.origins().fetch(asking.request(), interim), asking);
  }

  /** What is about to be sent, and when. */
  private record Asking(OriginRequest request, Instant at, Invalidations.Since since) {}

  private Asking asking(Inquiry inquiry, Fields sent, Body content) {
    OriginRequest request =
        new OriginRequest(
            inquiry.head().method(), inquiry.target(), sent, content, inquiry.reach());
    return new Asking(request, ports.clock().instant(), invalidated.now());
  }

  private Fetched fetched(Response response, Asking asking) {
    Instant receivedAt = ports.clock().instant();
    // The clock may have been set back: a request is never later than its response.
    Instant requestedAt = asking.at().isAfter(receivedAt) ? receivedAt : asking.at();
    Fields received =
        Hop.withoutConnectionFields(response.head().fields(), ports.policy().targetedFields());
    if (!received.has(FieldNames.DATE)) { // RFC 9110, section 6.6.1
      received = received.plus(FieldNames.DATE, HttpDate.format(receivedAt));
    }
    ResponseHead head = response.head().withFields(received);
    Body body = Hop.withoutConnectionFields(response.body(), response.head().fields());
    return new Fetched(
        new Response(head, body), head.status(), requestedAt, receivedAt, asking.since());
  }

  /** Asks to change to another protocol as well; a response is as in {@link #fetch}. */
  UpgradeAnswer upgrade(Inquiry inquiry, Upgrade upgrade, InterimListener interim)
      throws TransferException {
    Fields sent =
        requestFields(inquiry, inquiry.head().fields()).plus(FieldNames.UPGRADE, upgrade.value());
    Asking asking = asking(inquiry, sent, Body.empty());
    UpgradeAnswer answer = ports.origins().upgrade(asking.request(), interim);
    return answer instanceof UpgradeAnswer.Declined(Response response)
        ? new UpgradeAnswer.Declined(fetched(response, asking).response())
        : answer;
  }

  private Fields requestFields(Inquiry inquiry, Fields fields) {
    String host = inquiry.target().hostField();
    Fields kept =
        fields.has(FieldNames.EXPECT) && mayNotExpect(inquiry)
            ? fields.without(FieldNames.EXPECT)
            : fields;
    Fields.Builder sent =
        Fields.builder().copy(FieldNames.HOST, host).addAllBut(FieldNames.HOST, kept);
    RequestHead head = inquiry.head();
    Fields complete = Hop.addVia(sent, head.version(), settings.pseudonym()).build();
    return MaxForwards.isCountedFor(head.method()) ? MaxForwards.withOneLess(complete) : complete;
  }

  /** A client of HTTP/1.0, or without content, must not expect anything (section 10.1.1). */
  private static boolean mayNotExpect(Inquiry inquiry) {
    return inquiry.head().version() == HttpVersion.HTTP_1_0 || !inquiry.hasContent();
  }
}
