package larder.h2;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.StoreKey;
import larder.store.StoredHead;

/** Another process that stores without end, says each time what it has committed, and is killed. */
final class Killed {
  private static final StoredHead HEAD =
      new StoredHead(
          200, "OK", Fields.of("ETag", "\"1\""), Fields.EMPTY, Instant.EPOCH, Instant.EPOCH);

  private Killed() {}

  /** One that it said. */
  record Commit(int number, long millis) {}

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

  /**
   * Lets it store in that folder for so long by its own clock, and kills it.
   *
   * @return what it committed, in that order
   */
  static List<Commit> storeUntilKilled(Path folder, int first, long millis) throws IOException {
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
      List<Commit> commits = new ArrayList<>();
      String line = said.readLine();
      while (line != null && !isOver(commits, millis)) {
        int space = line.indexOf(' ');
        commits.add(
            new Commit(
                Integer.parseInt(line.substring(0, space)),
                Long.parseLong(line.substring(space + 1))));
        line = said.readLine();
      }
      return commits;
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  static void store(H2Store store, int number) throws TransferException {
    try (PendingResponse pending = store.begin(key(number), HEAD, OptionalLong.empty())) {
      pending.append(ByteBuffer.wrap(content(number)));
      pending.commit();
    }
  }

  private static boolean isOver(List<Commit> commits, long millis) {
    return !commits.isEmpty() && commits.getLast().millis() - commits.getFirst().millis() > millis;
  }

  /** The other process. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    H2Store store = H2Store.open(H2Settings.of(Path.of(args[0]), 1L << 30));
    for (int number = Integer.parseInt(args[1]); ; number++) {
      try {
        store(store, number);
        System.out.println(number + " " + System.currentTimeMillis());
      } catch (TransferException e) {
        if (e.kind() != TransferException.Kind.OVERLOADED) {
          throw new UncheckedIOException(new IOException(e));
        }
      }
    }
  }
}
