package larder.forwarding;

import larder.forwarding.OriginPort.InterimListener;
import larder.http.Fields;
import larder.http.ResponseHead;
import larder.http.TransferException;

/**
 * Passes interim responses on to the client. A client that has left is noticed when the final
 * response is sent.
 */
record PassedInterim(ResponsePort client, Notes notes, String pseudonym)
    implements InterimListener {
  @Override
  public void interim(ResponseHead head) {
    Fields.Builder fields = Fields.builder().addAll(Hop.withoutConnectionFields(head.fields()));
    Hop.addVia(fields, head.version(), pseudonym);
    try {
      client.interim(head.withFields(fields.build()));
    } catch (TransferException e) {
      notes.failure = e;
    }
  }
}
