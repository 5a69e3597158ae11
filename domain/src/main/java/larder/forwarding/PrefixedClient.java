package larder.forwarding;

import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/** A client that asked for a target behind our address: its answers refer back there. */
record PrefixedClient(ResponsePort asking, Prefix prefix) implements ResponsePort {
  @Override
  public ClientAddress client() {
    return asking.client();
  }

  @Override
  public void interim(ResponseHead head) throws TransferException {
    asking.interim(head.withFields(prefix.of(head.fields())));
  }

  @Override
  public void send(Response response) throws TransferException {
    ResponseHead head = response.head();
    asking.send(
        new Response(head.withFields(prefix.of(head.fields())), Prefix.of(response.body())));
  }

  @Override
  public void tunnel(ResponseHead head, TunnelEnd far) throws TransferException {
    asking.tunnel(head.withFields(prefix.of(head.fields())), far);
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
