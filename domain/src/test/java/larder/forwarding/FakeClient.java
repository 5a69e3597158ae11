package larder.forwarding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import larder.http.Body;
import larder.http.Fields;
import larder.http.IpAddress;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import org.jspecify.annotations.Nullable;

/** The response port as a recorder that can go away. For one thread. */
final class FakeClient implements ResponsePort {
  final List<ResponseHead> interim = new ArrayList<>();
  final ByteArrayOutputStream content = new ByteArrayOutputStream();
  @Nullable ResponseHead head;
  @Nullable TunnelEnd far;
  boolean complete;

  /** What came after the content. */
  Fields trailers = Fields.EMPTY;

  IpAddress address = IpAddress.of(new byte[] {127, 0, 0, 1});
  private boolean begun;

  /** The length of the content, or -1 if nobody said. */
  long announced = -1;

  /** Leaves once it was sent this many bytes of content. */
  int patience = Integer.MAX_VALUE;

  /** Whether it takes content at all: not where none may follow the head. */
  boolean takesContent = true;

  /** How many answers it has no room for. */
  int answersWithoutRoom;

  /** Told before each piece of content is taken. */
  Runnable beforeContent = () -> {};

  @Override
  public ClientAddress client() {
    return new ClientAddress(address, 50_000);
  }

  @Override
  public void interim(ResponseHead head) {
    interim.add(head);
  }

  @Override
  public void send(Response response) throws TransferException {
    if (head != null) {
      throw new AssertionError("A second final response: " + response.head());
    }
    if (answersWithoutRoom > 0) {
      answersWithoutRoom--;
      throw new TransferException(Side.CLIENT, Kind.OVERLOADED, "There is no room for the head");
    }
    head = response.head();
    announced = response.body().length().orElse(-1);
    if (!takesContent) {
      complete = true;
      return;
    }
    try {
      write(response.body());
      trailers = response.body().trailers();
      complete = true;
    } finally {
      if (!complete && !begun) {
        head = null; // it was held back, and another answer may take its place
      }
    }
  }

  private void write(Body body) throws TransferException {
    body.writeTo(
        bytes -> {
          begun = true;
          if (bytes.hasRemaining()) {
            beforeContent.run();
          }
          if (content.size() + bytes.remaining() > patience) {
            throw new TransferException(Side.CLIENT, Kind.CUT_SHORT, "The client left");
          }
          byte[] copy = new byte[bytes.remaining()];
          bytes.get(copy);
          content.writeBytes(copy);
        });
  }

  @Override
  public void tunnel(ResponseHead accepted, TunnelEnd end) {
    head = accepted;
    far = end;
  }

  /** What comes of it when the inside of a CONNECT is looked at. */
  Looking looking = far -> null;

  @Nullable Inside looked;
  @Nullable Inside inside;

  /** Told how to get to the far end. */
  interface Looking {
    @Nullable Bypass at(FarEnd far) throws TransferException;
  }

  @Override
  public @Nullable Bypass lookInside(ResponseHead accepted, Inside at, FarEnd end)
      throws TransferException {
    head = accepted;
    looked = at;
    return looking.at(end);
  }

  @Override
  public @Nullable Inside inside() {
    return inside;
  }

  @Override
  public boolean hasBegun() {
    return head != null;
  }

  @Override
  public long bytesSent() {
    return content.size();
  }

  @Override
  public long bytesReceived() {
    return 0;
  }

  int status() {
    return head == null ? 0 : head.status();
  }

  @Nullable String field(String name) {
    return head == null ? null : head.fields().combined(name);
  }

  String text() {
    return content.toString(StandardCharsets.UTF_8);
  }
}
