package larder.socket.channel;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries many tunnels on one thread of the system, which waits for all of them at once. What comes
 * is read and written in the same turn: nobody is woken for it, and a tunnel in which nothing moves
 * holds neither a buffer nor a thread that must be remembered.
 */
final class TunnelLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("larder.socket");

  private final Selector selector;
  private final LoopBuffer buffer;

  /** Those that are new, or a connection of which was closed. */
  private final Queue<LoopedTunnel> toLookAt = new ConcurrentLinkedQueue<>();

  private final Set<LoopedTunnel> carried = new HashSet<>();
  private List<LoopedTunnel> ended = new ArrayList<>();
  private volatile boolean waiting;
  private volatile boolean closed;
  private final AtomicInteger load = new AtomicInteger();

  private TunnelLoop(Selector selector, ContentBuffers buffers) {
    this.selector = selector;
    this.buffer = new LoopBuffer(buffers);
  }

  /** One that runs until it is closed; takes the selector over. */
  static TunnelLoop start(String name, Selector selector, ContentBuffers buffers)
      throws IOException {
    TunnelLoop loop = new TunnelLoop(selector, buffers);
    boolean started = false;
    try {
      Thread.ofPlatform().daemon().name(name).start(loop::run);
      started = true;
      return loop;
    } finally {
      if (!started) { // there is no memory for a thread
        loop.selector.close();
      }
    }
  }

  /** What its tunnels read into. */
  LoopBuffer buffer() {
    return buffer;
  }

  /** How many it carries. On any thread. */
  int load() {
    return load.get();
  }

  /** Whether it carries nothing any more. On any thread. */
  boolean isClosed() {
    return closed;
  }

  /** Carries that one too, from soon on. On any thread. */
  void carry(LoopedTunnel tunnel) {
    load.incrementAndGet();
    tunnel.tellWhenClosed(() -> lookAt(tunnel));
    lookAt(tunnel);
  }

  private void lookAt(LoopedTunnel tunnel) {
    toLookAt.add(tunnel);
    if (closed) {
      tunnel.abandon();
    } else if (waiting) {
      try (Pin _ = Pin.hold()) {
        selector.wakeup();
      }
    }
  }

  private void run() {
    try {
      while (!closed) {
        turn();
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.log(Level.ERROR, "Tunnels were cut: they could not be carried on", e);
    } finally {
      end();
    }
  }

  private void turn() throws IOException {
    List<LoopedTunnel> leaving = ended;
    ended = new ArrayList<>();
    waiting = true;
    try {
      if (leaving.isEmpty() && toLookAt.isEmpty()) {
        selector.select(this::step);
      } else {
        selector.selectNow(this::step);
      }
    } finally {
      waiting = false;
      leaving.forEach(LoopedTunnel::letGo);
    }
    for (LoopedTunnel one = toLookAt.poll(); one != null; one = toLookAt.poll()) {
      look(one);
    }
    buffer.rest();
  }

  private void step(SelectionKey key) {
    if (key.attachment() instanceof LoopedTunnel.Half half) {
      half.step(key);
      noteEnd(half.tunnel());
    }
  }

  private void look(LoopedTunnel tunnel) {
    if (tunnel.hasEnded()) {
      return;
    }
    if (carried.add(tunnel)) {
      tunnel.begin(selector);
    }
    tunnel.look();
    noteEnd(tunnel);
  }

  private void noteEnd(LoopedTunnel tunnel) {
    if (tunnel.hasEnded() && carried.remove(tunnel)) {
      ended.add(tunnel);
      load.decrementAndGet();
    }
  }

  private void end() {
    closed = true;
    try {
      selector.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "A selector could not be closed", e);
    }
    ended.forEach(LoopedTunnel::letGo);
    carried.forEach(LoopedTunnel::cut);
    for (LoopedTunnel one = toLookAt.poll(); one != null; one = toLookAt.poll()) {
      one.cut();
    }
    buffer.rest();
  }

  /** Ends all that it carries. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }
}
