package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import larder.http.Body;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.store.PendingResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A response can be read while it is written: many followers share one fetch of any size. */
public abstract class FollowingContract extends StoreFixture {
  private final ExecutorService followers = Executors.newVirtualThreadPerTaskExecutor();

  protected FollowingContract() {}

  @AfterEach
  void stopFollowers() {
    followers.shutdownNow();
  }

  private Future<byte[]> follow(PendingResponse pending) {
    Body body = pending.follow();
    return followers.submit(() -> read(body));
  }

  private static TransferException failure(Future<byte[]> follower) {
    ExecutionException failed = assertThrows(ExecutionException.class, follower::get);
    return assertInstanceOf(TransferException.class, failed.getCause());
  }

  @Test
  void followersThatComeBeforeDuringAndAtTheEndSeeEveryByte() throws Exception {
    byte[] content = content(1, 3 * chunkSize() + 17);
    byte[] firstPart = Arrays.copyOf(content, chunkSize() + 1);
    byte[] secondPart = Arrays.copyOfRange(content, chunkSize() + 1, content.length);
    try (PendingResponse pending = begin(KEY)) {
      Future<byte[]> before = follow(pending);
      append(pending, firstPart);
      Future<byte[]> during = follow(pending);
      append(pending, secondPart);
      Future<byte[]> afterTheLastByte = follow(pending);
      pending.commit();
      Future<byte[]> afterTheCommit = follow(pending);
      assertArrayEquals(content, before.get());
      assertArrayEquals(content, during.get());
      assertArrayEquals(content, afterTheLastByte.get());
      assertArrayEquals(content, afterTheCommit.get());
    }
  }

  @Test
  void whatWasAppendedIsSeenBeforeMoreComes() throws Exception {
    for (int size : new int[] {1, chunkSize() - 1, chunkSize() + 1}) {
      CountDownLatch seen = new CountDownLatch(1);
      Collector collector = new Collector();
      try (PendingResponse pending = begin(KEY);
          Body body = pending.follow()) {
        append(pending, content(2, size));
        Future<?> follower =
            followers.submit(
                () -> {
                  body.writeTo(
                      bytes -> {
                        collector.write(bytes);
                        if (collector.bytes().length == size) {
                          seen.countDown();
                        }
                      });
                  return collector;
                });
        seen.await();
        assertArrayEquals(content(2, size), collector.bytes());
        pending.commit();
        follower.get();
      }
    }
  }

  @Test
  void aFollowerLetsTheHeadGoWhenNoContentIsThereYet() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (PendingResponse pending = begin(KEY);
        Body body = pending.follow()) {
      Future<?> follower =
          followers.submit(
              () -> {
                body.writeTo(
                    bytes -> {
                      asked.countDown();
                      bytes.position(bytes.limit());
                    });
                return null;
              });
      asked.await();
      append(pending, content(10, 10));
      pending.commit();
      follower.get();
    }
  }

  @Test
  void followersDoNotEndBeforeTheCommit() throws Exception {
    PendingResponse pending = begin(KEY);
    append(pending, content(3, 100));
    Future<byte[]> follower = follow(pending);
    pending.close();
    assertEquals(Kind.CUT_SHORT, failure(follower).kind(), "all bytes were there, but no commit");
  }

  /** Repeated, because a follower may be about to read what is being released. */
  @Test
  @Timeout(60)
  void whoFollowsWhatIsGivenUpAtThatMomentIsToldSo() throws Exception {
    byte[] some = content(5, 10_000);
    for (int i = 0; i < 200; i++) {
      PendingResponse pending = store().begin(KEY, head(), OptionalLong.of(3L * chunkSize()));
      Future<byte[]> follower = follow(pending);
      append(pending, some);
      append(pending, some);
      pending.close();
      assertEquals(Kind.CUT_SHORT, failure(follower).kind());
    }
  }

  @Test
  void followersFailVisiblyWhenItIsGivenUp() throws Exception {
    for (int size : new int[] {0, 1, 2 * chunkSize()}) {
      PendingResponse pending = begin(KEY);
      Future<byte[]> early = follow(pending);
      append(pending, content(4, size));
      Body late = pending.follow();
      pending.close();
      Body afterTheEnd = pending.follow();
      TransferException failed = failure(early);
      assertEquals(TransferException.Side.STORE, failed.side());
      assertEquals(Kind.CUT_SHORT, failed.kind());
      assertRefused(Kind.CUT_SHORT, () -> read(late));
      assertRefused(Kind.CUT_SHORT, () -> read(afterTheEnd));
    }
    assertNothingUnder(KEY);
  }

  @Test
  void followersOfWhatBecomesAPartAreCutShort() throws Exception {
    byte[] content = content(9, 2 * chunkSize() + 1);
    PendingResponse pending = store().begin(KEY, head(), OptionalLong.of(content.length + 1));
    Future<byte[]> early = follow(pending);
    append(pending, content);
    Body late = pending.follow();
    pending.commitPart(variant("part"));
    pending.close();
    assertEquals(Kind.CUT_SHORT, failure(early).kind());
    assertRefused(Kind.CUT_SHORT, () -> read(late));
    assertContent(content, findOne(KEY));
  }

  @Test
  void closingAfterTheCommitHarmsNoFollower() throws Exception {
    byte[] content = content(5, 2 * chunkSize());
    PendingResponse pending = begin(KEY);
    append(pending, content);
    Body body = pending.follow();
    pending.commit();
    pending.close();
    assertArrayEquals(content, read(body));
  }

  @Test
  void aFollowerKnowsTheLengthThatWasAnnounced() throws Exception {
    try (PendingResponse announced = store().begin(KEY, head(), OptionalLong.of(7));
        PendingResponse unknown = begin(OTHER_KEY);
        Body seven = announced.follow();
        Body any = unknown.follow()) {
      assertEquals(OptionalLong.of(7), seven.length());
      assertEquals(OptionalLong.empty(), any.length());
    }
  }

  @Test
  void aFollowerSurvivesThatTheResponseIsReplacedAndInvalidated() throws Exception {
    byte[] content = content(6, 4 * chunkSize());
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch invalidated = new CountDownLatch(1);
    Collector collector = new Collector();
    try (PendingResponse pending = begin(KEY);
        Body body = pending.follow()) {
      append(pending, content);
      Future<?> follower =
          followers.submit(
              () -> {
                body.writeTo(
                    bytes -> {
                      reading.countDown();
                      await(invalidated);
                      collector.write(bytes);
                    });
                return collector;
              });
      reading.await();
      pending.commit();
      store(KEY, head(), content(7, 10));
      store().invalidate(KEY);
      settle(store());
      invalidated.countDown();
      follower.get();
      assertArrayEquals(content, collector.bytes());
    }
  }

  /** Its client may have been slow to take the head. */
  @Test
  void aFollowerThatBeginsToReadLateSeesAllOfWhatIsGoneByThen() throws Exception {
    for (int size : new int[] {10, 3 * chunkSize() + 17}) {
      byte[] content = content(8, size);
      try (PendingResponse pending = begin(KEY)) {
        Body late = pending.follow();
        Body later = pending.follow();
        append(pending, content);
        pending.commit();
        store().invalidate(KEY);
        settle(store());
        assertArrayEquals(content, read(late));
        assertArrayEquals(content, read(later));
      }
    }
  }

  @Test
  void followersSeeAllOfWhatReplacesNothing() throws Exception {
    store(KEY, receivedAt(NOON.plusSeconds(60), Fields.EMPTY), content(9, 10));
    for (int size : new int[] {10, 3 * chunkSize() + 17}) {
      byte[] content = content(8, size);
      try (PendingResponse pending = begin(KEY)) {
        Future<byte[]> before = follow(pending);
        append(pending, content);
        Future<byte[]> afterTheLastByte = follow(pending);
        pending.commit();
        assertArrayEquals(content, before.get());
        assertArrayEquals(content, afterTheLastByte.get());
      }
      settle(store());
      assertContent(content(9, 10), findOne(KEY));
    }
  }

  @Test
  void manyFollowersOfOneResponseAllSeeAllOfIt() throws Exception {
    byte[] content = content(8, 20 * chunkSize() + 3);
    try (PendingResponse pending = begin(KEY)) {
      var all = new ArrayList<Future<byte[]>>();
      for (int start = 0; start < content.length; start += chunkSize()) {
        all.add(follow(pending));
        int end = Math.min(content.length, start + chunkSize());
        append(pending, Arrays.copyOfRange(content, start, end));
      }
      pending.commit();
      for (Future<byte[]> follower : all) {
        assertArrayEquals(content, follower.get());
      }
    }
  }

  @Test
  void anInterruptedFollowerFailsAloneAndStaysInterrupted() throws Exception {
    byte[] content = content(9, 3 * chunkSize());
    try (PendingResponse pending = begin(KEY)) {
      append(pending, content);
      Body body = pending.follow();
      Future<Boolean> interrupted =
          followers.submit(
              () -> {
                Thread.currentThread().interrupt();
                assertThrows(TransferException.class, () -> read(body));
                return Thread.currentThread().isInterrupted();
              });
      assertTrue(interrupted.get());
      pending.commit();
    }
    assertContent(content, findOne(KEY));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
