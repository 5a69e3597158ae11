package larder.app.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Sends a proxy on this machine thousands of typical requests, so that a JVM in training sees
 * exchanges of each kind. Brings its own origin.
 */
public final class Rehearsal {
  private static final int CLIENTS = 16;
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);

  private final int proxy;
  private final int origin;
  private final HttpClient client;
  private final int cycles;
  private final AtomicInteger begun = new AtomicInteger();

  private Rehearsal(int proxy, int origin, HttpClient client, int cycles) {
    this.proxy = proxy;
    this.origin = origin;
    this.client = client;
    this.cycles = cycles;
  }

  /**
   * @param arguments the port of the proxy, which must open tunnels to any port, and how often to
   *     request everything
   * @throws Exception if an exchange fails: little could be learned from it
   */
  public static void main(String[] arguments) throws Exception {
    int proxy = Integer.parseInt(arguments[0]);
    int cycles = Integer.parseInt(arguments[1]);
    try (RehearsalOrigin origin = RehearsalOrigin.start();
        HttpClient client = through(proxy);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Rehearsal rehearsal = new Rehearsal(proxy, origin.port(), client, cycles);
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(rehearsal::exchanges));
      }
      for (Future<?> each : clients) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("The rehearsal went wrong", e.getCause());
    }
  }

  private static HttpClient through(int proxy) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy)))
        .build();
  }

  private Void exchanges() throws IOException, InterruptedException {
    int cycle;
    while ((cycle = begun.getAndIncrement()) < cycles) {
      String kept = "/kept/" + cycle;
      get(kept);
      for (int i = 0; i < 8; i++) {
        get("/kept/" + cycle * 31 * (i + 1) % (cycle + 1));
      }
      for (int i = 0; i < 4; i++) {
        get("/passed/" + cycle);
      }
      get("/stale/" + cycle % 10);
      get("/chunked/" + cycle % 100);
      ask(to(kept).header("If-None-Match", RehearsalOrigin.ETAG), 304);
      // The proxy answers with the whole if a slow disk kept it from being stored: the origin
      // sends no parts.
      ask(to(kept).header("Range", "bytes=10-19"), 206, 200);
      ask(to(kept).HEAD(), 200);
      if (cycle % 10 == 0) {
        get("/large/" + cycle % 50);
        ask(to("/passed/").POST(BodyPublishers.ofString("some content")), 200);
        tunnel();
      }
    }
    return null;
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + origin + path))
        .timeout(LONGEST_ANSWER);
  }

  private void get(String path) throws IOException, InterruptedException {
    ask(to(path), 200);
  }

  private void ask(HttpRequest.Builder request, int... expected)
      throws IOException, InterruptedException {
    HttpRequest built = request.build();
    int status = client.send(built, BodyHandlers.discarding()).statusCode();
    if (IntStream.of(expected).noneMatch(each -> each == status)) {
      throw new IOException(built + ": " + status + " is none of " + Arrays.toString(expected));
    }
  }

  private void tunnel() throws IOException {
    String host = "127.0.0.1:" + origin;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy)) {
      socket.setSoTimeout((int) LONGEST_ANSWER.toMillis());
      send(socket, "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      byte[] opened = new byte[12];
      InputStream in = socket.getInputStream();
      if (in.readNBytes(opened, 0, opened.length) < opened.length || opened[9] != '2') {
        throw new IOException("No tunnel: " + new String(opened, StandardCharsets.ISO_8859_1));
      }
      send(socket, "GET /passed/0 HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
      in.readAllBytes();
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
