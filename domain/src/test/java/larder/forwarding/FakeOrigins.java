package larder.forwarding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import larder.access.Reach;
import larder.http.Authority;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.IpAddress;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.Scheme;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import org.jspecify.annotations.Nullable;

/** The origin port as a script of answers, and a record of what was asked. For one thread. */
final class FakeOrigins implements OriginPort {
  final List<OriginRequest> asked = new ArrayList<>();
  final List<ResponseHead> interim = new ArrayList<>();
  final List<Authority> checked = new ArrayList<>();
  int closedBodies;

  /** What every name means. */
  IpAddress address = IpAddress.of(new byte[] {8, 8, 8, 8});

  private final Deque<Object> script = new ArrayDeque<>();

  void answers(int status, Fields fields, String content) {
    answers(status, fields, new Pieces(content, true, null));
  }

  /** An answer whose length is not announced. */
  void answersUnannounced(int status, Fields fields, String content) {
    answers(status, fields, new Pieces(content, false, null));
  }

  /** An answer that breaks after its content. */
  void answersBroken(int status, Fields fields, String content) {
    var cut = new TransferException(Side.ORIGIN, Kind.CUT_SHORT, "The origin stopped");
    answers(status, fields, new Pieces(content, false, cut));
  }

  void answers(int status, Fields fields, Body body) {
    script.add(new Response(ResponseHead.of(status, fields), body));
  }

  /** A 101, and what is behind it. */
  void switches(Fields fields, TunnelEnd far) {
    script.add(new UpgradeAnswer.Switched(ResponseHead.of(101, fields), far));
  }

  void fails(Kind kind) {
    script.add(new TransferException(Side.ORIGIN, kind, "The origin example.org failed"));
  }

  @Override
  public Response fetch(OriginRequest request, InterimListener listener) throws TransferException {
    asked.add(request);
    interim.forEach(listener::interim);
    Object next = script.poll();
    if (next instanceof TransferException failure) {
      throw failure;
    }
    if (next == null) {
      throw new AssertionError("Nobody expected " + request);
    }
    return (Response) next;
  }

  @Override
  public UpgradeAnswer upgrade(OriginRequest request, InterimListener listener)
      throws TransferException {
    if (script.peek() instanceof UpgradeAnswer.Switched) {
      asked.add(request);
      interim.forEach(listener::interim);
      return (UpgradeAnswer.Switched) script.remove();
    }
    return new UpgradeAnswer.Declined(fetch(request, listener));
  }

  @Override
  public boolean check(Scheme scheme, Authority origin, Reach reach) throws TransferException {
    checked.add(origin);
    if (!reach.allows(address)) {
      throw new TransferException(Side.ORIGIN, Kind.FORBIDDEN, "The address is out of reach");
    }
    return true;
  }

  @Override
  public void close() {}

  /** Content in pieces of four bytes. */
  private final class Pieces implements Body {
    private final byte[] content;
    private final boolean announced;
    private final @Nullable TransferException end;
    private boolean closed;

    Pieces(String content, boolean announced, @Nullable TransferException end) {
      this.content = content.getBytes(StandardCharsets.UTF_8);
      this.announced = announced;
      this.end = end;
    }

    @Override
    public OptionalLong length() {
      return announced ? OptionalLong.of(content.length) : OptionalLong.empty();
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      for (int i = 0; i < content.length; i += 4) {
        sink.write(ByteBuffer.wrap(content, i, Math.min(4, content.length - i)));
      }
      if (end != null) {
        throw end;
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        closedBodies++;
      }
    }
  }
}
