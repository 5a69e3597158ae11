package larder.forwarding;

import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/** A client that asked for a target behind our address: its answers refer back there. */
record PrefixedClient(ResponsePort asking, BoundedReferences places, BoundedReferences links)
    implements ResponsePort {
  PrefixedClient(ResponsePort asking, Prefix prefix) {
    this(asking, prefix.references(), prefix.references());
  }

  @Override
  public ClientAddress client() {
    return asking.client();
  }

  @Override
  public void interim(ResponseHead head) throws TransferException {
    asking.interim(rewritten(head));
  }

  @Override
  public void send(Response response) throws TransferException {
    asking.send(new Response(rewritten(response.head()), Prefix.of(response.body())));
  }

  @Override
  public void tunnel(ResponseHead head, TunnelEnd far) throws TransferException {
    asking.tunnel(rewritten(head), far);
  }

  private ResponseHead rewritten(ResponseHead head) {
    return head.withFields(Prefix.of(head.fields(), places, links));
  }

  @Override
  public @Nullable Bypass lookInside(ResponseHead head, Inside inside, FarEnd far)
      throws TransferException {
    return asking.lookInside(head, inside, far);
  }

  @Override
  public boolean hasBegun() {
    return asking.hasBegun();
  }

  @Override
  public long bytesSent() {
    return asking.bytesSent();
  }

  @Override
  public long bytesReceived() {
    return asking.bytesReceived();
  }
}
