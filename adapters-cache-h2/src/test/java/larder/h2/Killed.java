package larder.h2;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import larder.http.Body;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** Another process that stores without end, says each time what it has committed, and is killed. */
final class Killed {
  static final StoredHead HEAD =
      new StoredHead(
          200, "OK", Fields.of("ETag", "\"1\""), Fields.EMPTY, Instant.EPOCH, Instant.EPOCH);

  private Killed() {}

  /**
   * What it said before its end.
   *
   * @param committed the numbers that it committed, in that order
   * @param written the last one that it knew to be on disk
   */
  record Said(List<Integer> committed, int written) {}

  static StoreKey key(int number) {
    return new StoreKey("http://origin.example.org/killed/" + number);
  }

  /** Each twentieth is a large one. */
  static byte[] content(int number) {
    Random random = new Random(number);
    byte[] content = new byte[number % 20 == 0 ? 300_000 : 1 + random.nextInt(5000)];
    random.nextBytes(content);
    return content;
  }

  /** All of a content. */
  static byte[] read(StoredResponse stored) throws TransferException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (Body body = stored.open()) {
      body.writeTo(
          bytes -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            read.writeBytes(copy);
          });
    }
    return read.toByteArray();
  }

  /** Lets it store in that folder until it has said so many times what is on disk; kills it. */
  static Said storeUntilKilled(Path folder, int first, int times) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                folder.toString(),
                Integer.toString(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      List<Integer> committed = new ArrayList<>();
      int written = -1;
      int left = times;
      while (left > 0) {
        String line = Objects.requireNonNull(said.readLine(), "it ended by itself");
        int number = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
        if (line.startsWith("committed")) {
          committed.add(number);
        } else {
          written = number;
          left--;
        }
      }
      return new Said(committed, written);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  static void store(H2Store store, int number) throws TransferException {
    store(store, number, HEAD);
  }

  static void storeInGroup(H2Store store, int number, String group) throws TransferException {
    Fields fields = Fields.of("Cache-Groups", '"' + group + '"');
    store(
        store,
        number,
        new StoredHead(200, "OK", fields, Fields.EMPTY, Instant.EPOCH, Instant.EPOCH));
  }

  private static void store(H2Store store, int number, StoredHead head) throws TransferException {
    try (PendingResponse pending = store.begin(key(number), head, OptionalLong.empty())) {
      pending.append(ByteBuffer.wrap(content(number)));
      pending.commit();
    }
  }

  /** The other process. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    H2Store store = H2Store.open(H2Settings.of(Path.of(args[0]), 1L << 30));
    AtomicInteger last = new AtomicInteger(-1);
    Thread.ofPlatform().daemon().start(() -> sayWhatIsWritten(store, last));
    for (int number = Integer.parseInt(args[1]); ; number++) {
      try {
        store(store, number);
        System.out.println("committed " + number);
        last.set(number);
      } catch (TransferException e) {
        if (e.kind() != TransferException.Kind.OVERLOADED) {
          throw new UncheckedIOException(new IOException(e));
        }
      }
    }
  }

  @SuppressWarnings("SystemOut")
  private static void sayWhatIsWritten(H2Store store, AtomicInteger last) {
    int said = -1;
    while (true) {
      int number = last.get();
      if (number > said) {
        store.flush();
        System.out.println("written " + number);
        said = number;
      } else {
        Thread.onSpinWait();
      }
    }
  }
}
