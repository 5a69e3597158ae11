package larder.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import larder.access.Reach;
import larder.http.Authority;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.Scheme;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/** The origin port as a test drives it, step by step, while exchanges wait on threads. */
final class GatedOrigins implements OriginPort {
  /** Whether who is not on this machine may go to each address of a name, or to some alone. */
  volatile boolean allInReach = true;

  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

  /** The next request that got here; waits for it. */
  Call next() throws InterruptedException {
    return Objects.requireNonNull(calls.poll(30, TimeUnit.SECONDS), "Nobody asked the origin");
  }

  /** How many got here that no test has looked at. */
  int left() {
    return calls.size();
  }

  @Override
  public Response fetch(OriginRequest request, InterimListener interim) throws TransferException {
    Call call = new Call(request);
    calls.add(call);
    Step step = call.take();
    step.act(bytes -> {});
    return Objects.requireNonNull(call.response);
  }

  @Override
  public UpgradeAnswer upgrade(OriginRequest request, InterimListener interim) {
    throw new AssertionError("No upgrades here");
  }

  @Override
  public boolean check(Scheme scheme, Authority origin, Reach reach) {
    return allInReach;
  }

  @Override
  public void close() {}

  private interface Step {
    /** Whether more comes. */
    boolean act(BodySink sink) throws TransferException;
  }

  /** One request, and what a test does about it. */
  static final class Call {
    final OriginRequest request;
    final CountDownLatch closed = new CountDownLatch(1);
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private volatile Response response;

    @SuppressWarnings("NullAway") // until it answers
    private Call(OriginRequest request) {
      this.request = request;
    }

    private Step take() {
      try {
        return steps.take();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /**
     * Sends a head.
     *
     * @param length of the content, or -1 to leave it open
     */
    Call answers(int status, int length, String... fields) {
      Response answer = new Response(ResponseHead.of(status, Fields.of(fields)), new Steps(length));
      steps.add(
          sink -> {
            response = answer;
            return true;
          });
      return this;
    }

    Call sends(String content) {
      steps.add(
          sink -> {
            sink.write(ByteBuffer.wrap(content.getBytes(UTF_8)));
            return true;
          });
      return this;
    }

    /** The content is whole. */
    Call ends() {
      steps.add(sink -> false);
      return this;
    }

    /** Fails, before the head or within the content. */
    Call fails(Kind kind) {
      steps.add(
          sink -> {
            throw new TransferException(Side.ORIGIN, kind, "The origin failed");
          });
      return this;
    }

    private final class Steps implements Body {
      private final int length;

      private Steps(int length) {
        this.length = length;
      }

      @Override
      public OptionalLong length() {
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
      }

      @Override
      public void writeTo(BodySink sink) throws TransferException {
        boolean more = true;
        while (more) {
          more = take().act(sink);
        }
      }

      @Override
      public void close() {
        closed.countDown();
      }
    }
  }
}
