package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which buffers an input reads into. */
class InputTest {
  private static final int SMALL = 100;
  private static final int USUAL = 1_000;
  private static final int LARGE = 256 << 10;
  private static final int PLENTY = 1 << 30;
  private static final Failures FAILURES =
      e -> new TransferException(Side.ORIGIN, Kind.FAILED, "Broken on purpose", e);

  private final Sweeper sweeper = new Sweeper(() -> 0);
  private final ContentBuffers buffers = new ContentBuffers(USUAL, 2, sweeper);
  private final Arriving arriving = new Arriving();
  private Ends ends;

  /** Bytes that arrive in given portions; a negative portion is the end, none left a failure. */
  private static final class Arriving implements Transport {
    private final Deque<Integer> portions = new ArrayDeque<>();
    private int capacity;
    private Runnable meanwhile = () -> {};

    void come(Integer... sizes) {
      portions.addAll(List.of(sizes));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      int count = readNow(into);
      if (count == 0) {
        throw new IOException();
      }
      return count;
    }

    @Override
    public int readSoon(ByteBuffer into, Duration most) throws IOException {
      return read(into);
    }

    @Override
    public int readNow(ByteBuffer into) {
      meanwhile.run();
      capacity = into.capacity();
      int count = Math.min(portions.isEmpty() ? 0 : portions.remove(), into.remaining());
      into.position(into.position() + Math.max(0, count));
      return count;
    }

    @Override
    public void write(ByteBuffer from) {
      throw new AssertionError();
    }

    @Override
    public void write(ByteBuffer[] from) {
      throw new AssertionError();
    }

    @Override
    public void endOutput() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void connect() throws IOException {
    ends = Ends.connected(sweeper);
  }

  @AfterEach
  void close() throws IOException {
    ends.close();
    sweeper.close();
  }

  private Pool<ByteBuffer> small() {
    return new Pool<>(SMALL, () -> ByteBuffer.allocate(SMALL), sweeper);
  }

  private Input input(boolean beginsWithSmall) {
    Pool<ByteBuffer> firsts = beginsWithSmall ? small() : null;
    return new Input(ends.near(), arriving, buffers, FAILURES, Pace.any(), firsts);
  }

  /** Takes all unread bytes, and reads. */
  private void fill(Input input, int count) throws TransferException {
    input.unread().position(input.unread().limit());
    assertEquals(count >= 0, input.fill());
    assertEquals(Math.max(0, count), input.unread().remaining());
  }

  private void assertLargeOnesLeft(int count) {
    for (int i = 0; i < count; i++) {
      assertNotNull(buffers.borrowLarge());
    }
    assertNull(buffers.borrowLarge());
  }

  @Test
  void whatIsSmallIsReadIntoTheSmallOneAndWhatFollowsIntoAUsualOne() throws Exception {
    Input input = input(true);
    arriving.come(SMALL - 1, 1);
    fill(input, SMALL - 1);
    assertEquals(SMALL, arriving.capacity);
    fill(input, 1);
    assertEquals(USUAL, arriving.capacity);
  }

  @Test
  void whatCameWithThatButDidNotFitIsReadAtOnce() throws Exception {
    Input input = input(true);
    arriving.come(SMALL, 300, 5);
    fill(input, SMALL + 300);
    assertEquals(SMALL + 300, input.received());
    fill(input, 5);
    assertEquals(USUAL, arriving.capacity);
  }

  @Test
  void ifTheEndOrNothingIsBehindWhatFilledTheSmallOneTheNextReadMeetsIt() throws Exception {
    for (int behind : new int[] {-1, 0}) {
      Input input = input(true);
      arriving.come(SMALL, behind, -1);
      fill(input, SMALL);
      fill(input, -1);
    }
  }

  @Test
  void aUsualSizeThatIsNoLargerThanTheSmallOneIsNotReadOnInto() throws Exception {
    ContentBuffers little = new ContentBuffers(SMALL, 2, sweeper);
    Input input = new Input(ends.near(), arriving, little, FAILURES, Pace.any(), small());
    arriving.come(SMALL, SMALL);
    fill(input, SMALL);
    fill(input, SMALL);
  }

  @Test
  void whereMuchComesALargeOneIsBorrowedAndGivenBackWhenItEbbs() throws Exception {
    Input input = input(false);
    arriving.come(PLENTY, PLENTY, USUAL, USUAL - 1, 10);
    fill(input, USUAL);
    fill(input, LARGE);
    fill(input, USUAL);
    fill(input, USUAL - 1);
    assertEquals(LARGE, arriving.capacity);
    fill(input, 10);
    assertEquals(USUAL, arriving.capacity);
    assertLargeOnesLeft(2);
  }

  @Test
  void aLargeOneIsGivenBackWithTheMessage() throws Exception {
    Input input = input(false);
    arriving.come(PLENTY, PLENTY);
    fill(input, USUAL);
    fill(input, LARGE);
    input.unread().position(LARGE);
    input.rest();
    assertFalse(input.unread().hasRemaining());
    assertLargeOnesLeft(2);
  }

  @Test
  void aLargeOneIsGivenBackWhenTheConnectionFails() throws Exception {
    Input input = input(false);
    arriving.come(PLENTY, PLENTY, 0);
    fill(input, USUAL);
    fill(input, LARGE);
    input.unread().position(LARGE);
    assertThrows(TransferException.class, input::fill);
    input.close();
    assertLargeOnesLeft(2);
  }

  @Test
  void whoeverGetsNoLargeOneGoesOnWithAUsualOne() throws Exception {
    assertLargeOnesLeft(2);
    Input input = input(false);
    arriving.come(PLENTY, PLENTY, PLENTY);
    fill(input, USUAL);
    fill(input, USUAL);
    buffers.giveBackLarge(ByteBuffer.allocate(LARGE));
    fill(input, LARGE);
    assertTrue(input.received() > LARGE);
  }

  @Test
  void whereNobodyWritesWhatDoesNotFitIsReadAtOnceIntoALargeOne() throws Exception {
    Input input = input(false);
    input.readsOn(true);
    arriving.come(PLENTY, 300, PLENTY, 10, 20);
    fill(input, USUAL + 300);
    assertEquals(LARGE, arriving.capacity);
    fill(input, LARGE);
    fill(input, 10);
    fill(input, 20);
    assertEquals(USUAL, arriving.capacity);
    assertEquals(USUAL + 300 + LARGE + 30, input.received());
  }

  @Test
  void whatCameTooSlowlyWasReceivedAllTheSame() throws Exception {
    PassingTime time = new PassingTime();
    Pace pace = new Pace(1_000, Duration.ofSeconds(1));
    try (Ends slow = Ends.connected(time.sweeper())) {
      Input input = new Input(slow.near(), arriving, buffers, FAILURES, pace, small());
      arriving.come(10, 20);
      fill(input, 10);
      input.unread().position(10);
      assertEquals(10, input.taken());
      input.eachWithin(Duration.ofMinutes(1).toNanos());
      arriving.meanwhile = () -> time.pass(Duration.ofSeconds(2));
      assertThrows(TransferException.class, input::fill);
      assertEquals(10, input.taken());
      assertEquals(30, input.received());
    }
  }

  @Test
  void thatIsLeftForTheNextStepIfThereIsNoLargeOne() throws Exception {
    assertLargeOnesLeft(2);
    Input input = input(false);
    input.readsOn(true);
    arriving.come(PLENTY, 300);
    fill(input, USUAL);
    fill(input, 300);
  }
}
