package larder.forwarding;

import larder.caching.Reason;
import larder.caching.Storing;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.OriginPort.UpgradeAnswer;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/**
 * One exchange that asks for another protocol, and becomes a tunnel if the origin agrees (RFC 9110,
 * section 7.8). Not a matter for the cache. Runs once, on one thread.
 */
final class UpgradeExchange {
  private final ExchangeParts parts;
  private final Inquiry inquiry;
  private final Upgrade upgrade;
  private final ResponsePort client;
  private final Notes notes;

  UpgradeExchange(
      ExchangeParts parts, Inquiry inquiry, Upgrade upgrade, ResponsePort client, Notes notes) {
    this.parts = parts;
    this.inquiry = inquiry;
    this.upgrade = upgrade;
    this.client = client;
    this.notes = notes;
  }

  void run() throws TransferException {
    notes.origin = inquiry.target().authority();
    notes.reuse = Reason.UPGRADE;
    UpgradeAnswer answer;
    try {
      answer = parts.origins().upgrade(inquiry, upgrade, interim());
    } catch (TransferException e) {
      parts.own().fail(e, inquiry.head(), client, notes);
      return;
    }
    switch (answer) {
      case UpgradeAnswer.Switched(ResponseHead head, TunnelEnd far) -> switched(head, far);
      case UpgradeAnswer.Declined(Response response) -> declined(response);
    }
  }

  private PassedInterim interim() {
    return new PassedInterim(client, notes, parts.settings().pseudonym());
  }

  private void switched(ResponseHead head, TunnelEnd far) throws TransferException {
    try (far) {
      if (!upgrade.isMetBy(head)) {
        parts.own().fail(notAskedFor(), inquiry.head(), client, notes);
        return;
      }
      String agreed = String.join(", ", head.fields().elements(FieldNames.UPGRADE));
      Fields.Builder fields = Fields.builder().addAll(Hop.withoutConnectionFields(head.fields()));
      fields.add(FieldNames.UPGRADE, agreed);
      Hop.addVia(fields, head.version(), parts.settings().pseudonym());
      ResponseHead passed = head.withFields(fields.build());
      notes.result = Result.TUNNEL;
      notes.response = passed;
      client.tunnel(passed, far);
    }
  }

  private TransferException notAskedFor() {
    return new TransferException(
        Side.ORIGIN,
        Kind.MALFORMED,
        inquiry.target().authority() + " changed to a protocol that was not asked for");
  }

  private void declined(Response response) throws TransferException {
    try (response) {
      ResponseHead head = response.head();
      Fields.Builder fields = Fields.builder().addAll(head.fields());
      Hop.addVia(fields, head.version(), parts.settings().pseudonym());
      Storing not = new Storing.DoNotStore(Reason.UPGRADE);
      parts
          .cacheStatus()
          .addForwarded(fields, Reason.UPGRADE, head.status(), not, false, false, inquiry);
      ResponseHead passed = head.withFields(fields.build());
      notes.result = Result.PASS;
      notes.response = passed;
      client.send(new Response(passed, response.body()));
    }
  }
}
