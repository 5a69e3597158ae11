package larder.socket.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import larder.forwarding.ClientAddress;
import larder.forwarding.Refusal;
import larder.forwarding.RequestPort;
import larder.forwarding.ResponsePort;
import larder.http.Body;
import larder.http.Fields;
import larder.http.Request;
import larder.http.RequestHead;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/** A request port that does what a test wants, and records how transfers failed. */
final class FakePort implements RequestPort {
  private final Handler handler;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final BlockingQueue<TransferException> failures = new LinkedBlockingQueue<>();

  private volatile @Nullable Refusal strangers;
  private volatile Runnable arrival = () -> {};
  private volatile @Nullable Error fault;
  private volatile int refused;

  /** Answers a request. */
  interface Handler {
    void handle(Request request, ResponsePort client) throws TransferException;
  }

  FakePort(Handler handler) {
    this.handler = handler;
  }

  /** A 200 with that content. */
  static Response ok(String content) {
    return ok(Body.of(content.getBytes(ISO_8859_1)));
  }

  static Response ok(Body body) {
    return new Response(ResponseHead.of(200, Fields.EMPTY), body);
  }

  /** Reads the whole content. */
  static String contentOf(Request request) throws TransferException {
    StringBuilder content = new StringBuilder();
    request
        .body()
        .writeTo(
            bytes -> {
              while (bytes.hasRemaining()) {
                content.append((char) bytes.get());
              }
            });
    return content.toString();
  }

  /** Refuses new connections with that from now on. */
  void refuses(Refusal refusal) {
    strangers = refusal;
  }

  /** Runs that for each new client, on the acceptor's thread. */
  void onArrival(Runnable what) {
    arrival = what;
  }

  /** Throws that at the next connection, once. */
  void meets(Error once) {
    fault = once;
  }

  @Override
  public @Nullable Refusal refusalOf(ClientAddress client) {
    arrival.run();
    Error now = fault;
    if (now != null) {
      fault = null;
      throw now;
    }
    return strangers;
  }

  @Override
  public void handle(Request request, ResponsePort client) {
    requests.add(request);
    try {
      handler.handle(request, client);
    } catch (TransferException e) {
      failures.add(e);
    } finally {
      request.body().close();
    }
  }

  /** The status of the refusal for a request that was not passed on; 0 if there was none. */
  int refused() {
    return refused;
  }

  @Override
  public void refuse(Refusal refusal, ResponsePort client) {
    refused = refusal.status();
    ResponseHead head = ResponseHead.of(refusal.status(), refusal.fields());
    try {
      client.send(new Response(head, Body.of(refusal.whatHappened().getBytes(ISO_8859_1))));
    } catch (TransferException e) {
      failures.add(e);
    }
  }

  @Override
  public void failed(RequestHead head, ResponsePort client) {
    refuse(new Refusal(500, "proxy_internal_error", "A fault of its own.", "Wait."), client);
  }

  List<Request> requests() {
    return requests;
  }

  boolean hasFailed() {
    return !failures.isEmpty();
  }

  /** Waits for the next failure. */
  TransferException failure() throws InterruptedException {
    TransferException failure = failures.poll(30, TimeUnit.SECONDS);
    if (failure == null) {
      throw new AssertionError("No transfer failed");
    }
    return failure;
  }
}
