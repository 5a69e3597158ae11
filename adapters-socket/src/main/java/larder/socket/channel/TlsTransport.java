package larder.socket.channel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS over another connection, which may itself be TLS. An end without close_notify is a failure
 * (RFC 9112, section 9.8), because the content may have been truncated.
 */
public final class TlsTransport implements Transport {
  private static final ByteBuffer[] NOTHING = {};

  private final Transport below;
  private final SSLEngine engine;
  private final TlsBuffers buffers;
  private final Object writing = new Object();

  /** Received bytes, not yet unwrapped, between position and limit. */
  private ByteBuffer received;

  /** Unwrapped bytes, not yet read, between position and limit. */
  private ByteBuffer plain = TlsBuffers.NONE;

  /** Whether the last read filled its buffer. */
  private boolean filled;

  /** The failure of the record after those that were read last. */
  private @Nullable IOException failure;

  private boolean agreed;
  private boolean ended;

  private TlsTransport(Transport below, SSLEngine engine, TlsBuffers buffers, ByteBuffer ahead) {
    this.below = below;
    this.engine = engine;
    this.buffers = buffers;
    this.received = buffers.of(ahead);
  }

  /**
   * Runs the TLS handshake over an established connection, which stays the caller's if this fails.
   * The caller sets a deadline for all of it.
   *
   * @param engine in client or server mode
   * @param ahead bytes already read from the connection
   */
  public static TlsTransport agree(
      Transport below, SSLEngine engine, TlsBuffers buffers, ByteBuffer ahead) throws IOException {
    TlsTransport transport = new TlsTransport(below, engine, buffers, ahead);
    boolean agreed = false;
    try {
      engine.beginHandshake();
      transport.handshake();
      agreed = true;
    } catch (SSLException e) {
      transport.tellWhy();
      throw e;
    } finally {
      if (!agreed) {
        transport.free();
      }
    }
    return transport;
  }

  private void handshake() throws IOException {
    while (true) {
      HandshakeStatus status = engine.getHandshakeStatus();
      switch (status) {
        case NOT_HANDSHAKING, FINISHED -> {
          agreed = true;
          return;
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrapHandshake();
        case NEED_TASK, NEED_WRAP -> serve(status);
      }
    }
  }

  private void unwrapHandshake() throws IOException {
    switch (engine.unwrap(received, NOTHING).getStatus()) {
      case OK -> {}
      case BUFFER_UNDERFLOW -> receive();
      case CLOSED -> throw new SSLException("Closed while TLS was agreed on");
      case BUFFER_OVERFLOW -> throw new SSLException("Content before TLS was agreed on");
    }
  }

  /** Does what the engine wants besides reading. */
  private void serve(HandshakeStatus status) throws IOException {
    if (status == HandshakeStatus.NEED_TASK) {
      runTasks();
    } else if (status == HandshakeStatus.NEED_WRAP) {
      synchronized (writing) {
        wrap(NOTHING);
      }
    }
  }

  private void runTasks() throws IOException {
    if (agreed && !engine.getUseClientMode()) {
      // A renegotiation costs us more than the client; TLS 1.3 has abolished it.
      throw new SSLException("The client wants to agree on TLS anew");
    }
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Sends the alert of a failed handshake. */
  private void tellWhy() {
    try {
      synchronized (writing) {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
          wrap(NOTHING);
        }
      }
    } catch (IOException e) {
      // The other side is already gone.
    }
  }

  @Override
  public void awaitReadable() throws IOException {
    if (!plain.hasRemaining() && !received.hasRemaining() && failure == null && !ended) {
      below.awaitReadable();
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = take(into);
    while (count == 0) {
      receive();
      count = take(into);
    }
    return count;
  }

  /** Keeps the part of a record that has come by then. */
  @Override
  public int readSoon(ByteBuffer into, Duration most) throws IOException {
    long end = System.nanoTime() + most.toNanos();
    int count = take(into);
    while (count == 0) {
      if (!receiveWithin(Duration.ofNanos(end - System.nanoTime()))) {
        return 0;
      }
      count = take(into);
    }
    return count;
  }

  /** Session tickets may come at any time, and do not count as bytes to read. */
  @Override
  public int readNow(ByteBuffer into) {
    try {
      int count = take(into);
      while (count == 0) {
        beginReceiving();
        int more = below.readNow(received);
        endReceiving();
        if (more <= 0) {
          return more;
        }
        count = take(into);
      }
      return count;
    } catch (IOException e) {
      return -1;
    }
  }

  /**
   * Unwraps received records as far as they fit: 0 if there is no whole record, -1 at the end. If a
   * record fails after others, those are read first.
   */
  private int take(ByteBuffer into) throws IOException {
    if (failure != null) {
      throw failure;
    }
    int start = into.position();
    try {
      return unwrap(into);
    } catch (IOException e) {
      if (into.position() == start) {
        throw e;
      }
      failure = e;
      return into.position() - start;
    }
  }

  private int unwrap(ByteBuffer into) throws IOException {
    int taken = 0;
    while (!plain.hasRemaining()) {
      if (ended) {
        return taken > 0 ? taken : -1;
      }
      if (!received.hasRemaining()) {
        return taken;
      }
      SSLEngineResult result = engine.unwrap(received, into);
      if (result.getStatus() == Status.BUFFER_OVERFLOW) {
        if (taken > 0) {
          return taken;
        }
        result = unwrapAside();
      }
      switch (result.getStatus()) {
        case OK -> {
          serve(engine.getHandshakeStatus());
          if (!plain.hasRemaining()) {
            taken += result.bytesProduced();
          }
        }
        case BUFFER_UNDERFLOW -> {
          return taken;
        }
        case BUFFER_OVERFLOW -> throw new SSLException("A record larger than TLS allows");
        case CLOSED -> ended = true;
      }
    }
    return takePlain(into);
  }

  /** Unwraps a record that may have more content than fits into the caller's buffer. */
  private SSLEngineResult unwrapAside() throws SSLException {
    ByteBuffer aside = buffers.record().clear();
    try {
      return engine.unwrap(received, aside);
    } finally {
      if (aside.flip().hasRemaining()) {
        plain = aside;
      } else {
        buffers.give(aside);
      }
    }
  }

  private int takePlain(ByteBuffer into) {
    int count = Math.min(plain.remaining(), into.remaining());
    into.put(into.position(), plain, plain.position(), count);
    into.position(into.position() + count);
    plain.position(plain.position() + count);
    if (!plain.hasRemaining()) {
      buffers.give(plain);
      plain = TlsBuffers.NONE;
    }
    return count;
  }

  private void receive() throws IOException {
    beginReceiving();
    try {
      refuseEnd(below.read(received));
    } finally {
      endReceiving();
    }
  }

  /** Returns false if nothing came. */
  private boolean receiveWithin(Duration most) throws IOException {
    beginReceiving();
    try {
      int count = below.readSoon(received, most);
      refuseEnd(count);
      return count > 0;
    } finally {
      endReceiving();
    }
  }

  private static void refuseEnd(int count) throws EOFException {
    if (count < 0) {
      throw new EOFException("The connection ended without close_notify");
    }
  }

  private void beginReceiving() throws SSLException {
    makeRoom();
    received.compact();
  }

  private void endReceiving() {
    filled = !received.hasRemaining();
    received.flip();
  }

  /** Makes room for more bytes, and for several records if the last read filled the buffer. */
  private void makeRoom() throws SSLException {
    boolean full = received.remaining() == received.capacity();
    if (full && TlsBuffers.hasRoomForOne(received)) {
      throw new SSLException("A record larger than TLS allows");
    }
    if (full || filled) {
      received = buffers.larger(received);
    }
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    write(new ByteBuffer[] {from});
  }

  @Override
  public void write(ByteBuffer[] from) throws IOException {
    synchronized (writing) {
      while (remaining(from) > 0) {
        if (wrap(from) == Status.CLOSED) {
          throw new SSLException("TLS has ended");
        }
      }
    }
  }

  private static long remaining(ByteBuffer[] buffers) {
    long sum = 0;
    for (ByteBuffer one : buffers) {
      sum += one.remaining();
    }
    return sum;
  }

  /** Sends as many records as fit into a buffer, at least one. */
  private Status wrap(ByteBuffer[] from) throws IOException {
    ByteBuffer wrapped = buffers.records(remaining(from)).clear();
    try {
      SSLEngineResult result;
      do {
        result = engine.wrap(from, wrapped);
      } while (result.bytesConsumed() > 0 && remaining(from) > 0 && TlsBuffers.hasRoom(wrapped));
      below.write(wrapped.flip());
      return result.getStatus();
    } finally {
      buffers.give(wrapped);
    }
  }

  @Override
  public void endOutput() throws IOException {
    synchronized (writing) {
      engine.closeOutbound();
      while (!engine.isOutboundDone()) {
        wrap(NOTHING);
      }
    }
  }

  @Override
  public void takeLeave() throws IOException {
    endOutput();
  }

  @Override
  public void rest() {
    if (!received.hasRemaining()) {
      buffers.give(received);
      received = TlsBuffers.NONE;
      filled = false;
    }
    below.rest();
  }

  @Override
  public void free() {
    buffers.give(received);
    received = TlsBuffers.NONE;
    buffers.give(plain);
    plain = TlsBuffers.NONE;
    below.free();
  }

  @Override
  public void close() {
    below.close();
  }
}
