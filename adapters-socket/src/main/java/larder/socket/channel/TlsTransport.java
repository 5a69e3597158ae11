package larder.socket.channel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * A connection inside TLS. An end without close_notify is no end but a failure (RFC 9112, section
 * 9.8): what was read may have been cut.
 */
public final class TlsTransport implements Transport {
  private final TimedChannel channel;
  private final SSLEngine engine;
  private final Object writing = new Object();

  /** Received and not yet unwrapped, between position and limit. */
  private final ByteBuffer received;

  /** Unwrapped and not yet read, between position and limit. */
  private final ByteBuffer plain;

  private final ByteBuffer wrapped;
  private boolean ended;

  private TlsTransport(TimedChannel channel, SSLEngine engine) {
    this.channel = channel;
    this.engine = engine;
    int packet = engine.getSession().getPacketBufferSize();
    this.received = ByteBuffer.allocateDirect(packet).limit(0);
    this.wrapped = ByteBuffer.allocateDirect(packet);
    this.plain = ByteBuffer.allocateDirect(engine.getSession().getApplicationBufferSize()).limit(0);
  }

  /**
   * Agrees on TLS over a connection that is made; that stays the caller's if it fails.
   *
   * @param engine in client or server mode
   */
  public static TlsTransport agree(TimedChannel channel, SSLEngine engine) throws IOException {
    TlsTransport transport = new TlsTransport(channel, engine);
    engine.beginHandshake();
    try {
      transport.handshake();
    } catch (SSLException e) {
      transport.tellWhy();
      throw e;
    }
    return transport;
  }

  private void handshake() throws IOException {
    HandshakeStatus status = engine.getHandshakeStatus();
    while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
      if (status == HandshakeStatus.NEED_UNWRAP || status == HandshakeStatus.NEED_UNWRAP_AGAIN) {
        if (unwrapToPlain() < 0) {
          throw new SSLException("Closed while TLS was agreed on");
        }
      } else {
        serve(status);
      }
      status = engine.getHandshakeStatus();
    }
  }

  /** What TLS wants to do besides reading. */
  private void serve(HandshakeStatus status) throws IOException {
    if (status == HandshakeStatus.NEED_TASK) {
      for (Runnable task = engine.getDelegatedTask();
          task != null;
          task = engine.getDelegatedTask()) {
        task.run();
      }
    } else if (status == HandshakeStatus.NEED_WRAP) {
      synchronized (writing) {
        wrap(new ByteBuffer[0]);
      }
    }
  }

  /** The alert that goes with a failed handshake. */
  private void tellWhy() {
    try {
      synchronized (writing) {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
          wrap(new ByteBuffer[0]);
        }
      }
    } catch (IOException e) {
      // The other side is not there to be told.
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    while (!plain.hasRemaining()) {
      if (ended || unwrapToPlain() < 0) {
        ended = true;
        return -1;
      }
      serve(engine.getHandshakeStatus());
    }
    int count = Math.min(plain.remaining(), into.remaining());
    into.put(into.position(), plain, plain.position(), count);
    into.position(into.position() + count);
    plain.position(plain.position() + count);
    return count;
  }

  /** Unwraps one record, waiting for its bytes; -1 after close_notify. */
  private int unwrapToPlain() throws IOException {
    while (true) {
      SSLEngineResult result = unwrapOnce();
      switch (result.getStatus()) {
        case OK -> {
          return result.bytesProduced();
        }
        case CLOSED -> {
          return -1;
        }
        case BUFFER_UNDERFLOW -> receive();
        case BUFFER_OVERFLOW -> throw new SSLException("A record larger than TLS allows");
      }
    }
  }

  private SSLEngineResult unwrapOnce() throws SSLException {
    plain.clear();
    try {
      return engine.unwrap(received, plain);
    } finally {
      plain.flip();
    }
  }

  private void receive() throws IOException {
    received.compact();
    try {
      if (channel.read(received) < 0) {
        throw new EOFException("The connection ended without close_notify");
      }
    } finally {
      received.flip();
    }
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    write(new ByteBuffer[] {from});
  }

  @Override
  public void write(ByteBuffer[] from) throws IOException {
    synchronized (writing) {
      while (hasRemaining(from)) {
        if (wrap(from) == SSLEngineResult.Status.CLOSED) {
          throw new SSLException("TLS has ended");
        }
      }
    }
  }

  private static boolean hasRemaining(ByteBuffer[] buffers) {
    for (ByteBuffer one : buffers) {
      if (one.hasRemaining()) {
        return true;
      }
    }
    return false;
  }

  private SSLEngineResult.Status wrap(ByteBuffer[] from) throws IOException {
    SSLEngineResult result = engine.wrap(from, wrapped.clear());
    channel.write(wrapped.flip());
    return result.getStatus();
  }

  @Override
  public void endOutput() throws IOException {
    synchronized (writing) {
      engine.closeOutbound();
      while (!engine.isOutboundDone()) {
        wrap(new ByteBuffer[0]);
      }
    }
  }

  /** Tickets for later sessions may come at any time, and are not what is asked about. */
  @Override
  public boolean isQuiet() {
    try {
      while (!plain.hasRemaining()) {
        SSLEngineResult result = unwrapOnce();
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
          return false;
        }
        serve(engine.getHandshakeStatus());
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
          received.compact();
          int count = channel.readNow(received);
          received.flip();
          if (count <= 0) {
            return count == 0;
          }
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    channel.close();
  }
}
