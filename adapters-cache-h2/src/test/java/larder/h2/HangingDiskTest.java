package larder.h2;

import static java.io.OutputStream.nullOutputStream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.OpenFile;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose disk does not answer. */
class HangingDiskTest {
  private static final DiskWatch.Limits LIMITS =
      new DiskWatch.Limits(Duration.ofMillis(20), Duration.ofMillis(500), Duration.ZERO);

  @TempDir private Path folder;
  private final FaultyDisk disk = new FaultyDisk();

  /** As a client's exchange does: on a virtual thread. */
  private static FutureTask<List<StoredResponse>> find(H2Store store, int number) {
    FutureTask<List<StoredResponse>> found = new FutureTask<>(() -> store.find(Killed.key(number)));
    Thread.ofVirtual().start(found);
    return found;
  }

  private static FutureTask<Void> store(H2Store store, int number) {
    FutureTask<Void> stored =
        new FutureTask<>(
            () -> {
              Killed.store(store, number);
              return null;
            });
    Thread.ofVirtual().start(stored);
    return stored;
  }

  /** The disk may have counted as slow because a busy machine held an operation up. */
  private static void awaitQuick(H2Store store) {
    while (store.isDiskSlow()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatItHasIsNotFoundUntilItAnswersAgain() throws Exception {
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk, LIMITS)) {
      Killed.store(store, 1);
      store.flush();
      awaitQuick(store);
      disk.setHanging();
      FutureTask<List<StoredResponse>> first = find(store, 1);
      while (!store.isDiskSlow()) {
        Thread.onSpinWait();
      }
      assertEquals(List.of(), find(store, 1).get());
      ExecutionException large =
          assertThrows(ExecutionException.class, store(store, 20)::get, "it has a file of its own");
      assertEquals(TransferException.class, large.getCause().getClass());
      disk.mend();
      assertEquals(1, first.get().size());
      awaitQuick(store);
      assertEquals(1, find(store, 1).get().size());
    }
  }

  @Test
  void aContentThatIsFinishedIsCommittedWithoutIt() throws Exception {
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk, LIMITS)) {
      for (OptionalLong announced : List.of(OptionalLong.of(100_000), OptionalLong.empty())) {
        PendingResponse pending = store.begin(Killed.key(1), Killed.HEAD, announced);
        pending.append(ByteBuffer.allocate(60_000));
        pending.append(ByteBuffer.allocate(40_000));
        pending.finish();
        disk.setHanging();
        FutureTask<StoredResponse> committed = new FutureTask<>(pending::commit);
        Thread.ofPlatform().daemon().start(committed);
        assertEquals(100_000, committed.get(30, TimeUnit.SECONDS).length());
        disk.mend();
      }
    }
  }

  /** Nor does who closes a file wait for what another thread does in it for him. */
  @Test
  void whatIsBeingStoredFailsInTime() throws Exception {
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk, LIMITS)) {
      Killed.store(store, 1);
      store.flush();
      PendingResponse pending = store.begin(Killed.key(20), Killed.HEAD, OptionalLong.of(400_000));
      pending.append(ByteBuffer.allocate(200_000));
      assertFailsWhileItHangs(
          store,
          () -> {
            try (pending) {
              pending.append(ByteBuffer.allocate(200_000));
            }
            return null;
          });
    }
  }

  @Test
  void whatIsBeingReadFailsInTime() throws Exception {
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk, LIMITS)) {
      Killed.store(store, 1);
      Killed.store(store, 20);
      store.flush();
      Body body = store.find(Killed.key(20)).getFirst().open();
      assertFailsWhileItHangs(
          store,
          () -> {
            try (body) {
              body.writeTo(bytes -> bytes.position(bytes.limit()));
            }
            return null;
          });
      assertEquals(1, store.find(Killed.key(20)).size());
    }
  }

  private void assertFailsWhileItHangs(H2Store store, Callable<Void> exchange) throws Exception {
    disk.setHanging();
    FutureTask<List<StoredResponse>> first = find(store, 1);
    while (!store.isDiskSlow()) {
      Thread.onSpinWait();
    }
    FutureTask<Void> failing = new FutureTask<>(exchange);
    Thread.ofVirtual().start(failing);
    ExecutionException failed = assertThrows(ExecutionException.class, failing::get);
    assertEquals(TransferException.class, failed.getCause().getClass());
    disk.mend();
    first.get();
    while (disk.openFiles() > 1) { // the pack
      Thread.onSpinWait();
    }
  }

  /** Who would have to wait for another thread to send must not be sending meanwhile. */
  @Test
  void nothingIsSentFromADiskThatIsSlow() throws Exception {
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk, LIMITS)) {
      Killed.store(store, 20);
      store.flush();
      StoredResponse stored = store.find(Killed.key(20)).getFirst();
      try (Body body = stored.open()) {
        body.writeTo(bytes -> bytes.position(bytes.limit()));
      }
      List<Long> taken = new ArrayList<>();
      List<FutureTask<List<StoredResponse>>> finding = new ArrayList<>();
      BodySink sink =
          new BodySink() {
            @Override
            public void write(ByteBuffer bytes) {
              bytes.position(bytes.limit());
              if (taken.isEmpty()) {
                disk.setHanging();
                finding.add(find(store, 20));
                while (!store.isDiskSlow()) {
                  Thread.onSpinWait();
                }
              }
            }

            @Override
            public boolean takesUnread() {
              return true;
            }

            @Override
            public long transfer(OpenFile file, long position, long count) {
              taken.add(file.transferTo(Channels.newChannel(nullOutputStream()), position, count));
              disk.mend();
              return 0;
            }
          };
      try (Body body = stored.open()) {
        body.writeTo(sink);
      }
      assertEquals(List.of(0L), taken);
      assertEquals(1, finding.getFirst().get().size());
    }
  }
}
