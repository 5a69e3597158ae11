package larder.socket.origin;

import larder.http.IpAddress;
import larder.socket.channel.ChannelEnd;
import larder.socket.channel.ContentBuffers;
import larder.socket.channel.Input;
import larder.socket.channel.Output;
import larder.socket.channel.Pace;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.Transport;

/** A connection to an origin, for one exchange at a time. */
final class OriginConnection implements AutoCloseable {
  private final OriginKey key;
  private final TimedChannel channel;
  private final Transport transport;
  private final Input input;
  private final Output output;
  private final OriginFailures failures;
  private final long responseTimeout;
  private boolean answered;
  private long idleSince;

  /** Takes the channel and the transport over. */
  OriginConnection(
      OriginKey key,
      TimedChannel channel,
      Transport transport,
      ContentBuffers buffers,
      OriginTimeouts timeouts,
      OriginFailures failures) {
    this.key = key;
    this.channel = channel;
    this.transport = transport;
    this.input = new Input(channel, transport, buffers, failures, Pace.any(), null);
    this.output = new Output(channel, transport, failures, Pace.any());
    this.failures = failures;
    this.responseTimeout = timeouts.response().toNanos();
  }

  OriginKey key() {
    return key;
  }

  IpAddress remoteAddress() {
    return channel.remoteAddress();
  }

  Input input() {
    return input;
  }

  Output output() {
    return output;
  }

  OriginFailures failures() {
    return failures;
  }

  /** Begins an exchange. */
  synchronized void begin() {
    answered = false;
  }

  /** Called when the request has been sent: sets the deadline for the head of the answer. */
  synchronized void expectAnswer() {
    if (!answered) {
      channel.readWithin(responseTimeout);
    }
  }

  /** Called when the head has arrived: from now on each piece of the content has a deadline. */
  synchronized void answered() {
    answered = true;
    channel.readAnyTime();
    input.eachWithin(responseTimeout);
  }

  /**
   * Prepares the connection to wait for its next exchange; returns false if it has unread bytes.
   */
  boolean rest(long now) {
    if (input.unread().hasRemaining()) {
      return false;
    }
    input.eachWithin(0);
    input.rest();
    idleSince = now;
    return true;
  }

  /** Makes this connection a tunnel. */
  ChannelEnd becomeTunnel() {
    channel.readAnyTime();
    channel.writeEachWithin(OriginTimeouts.TUNNEL_WRITE);
    ChannelEnd end = ChannelEnd.after(input, transport, failures.wantingCertificate(false));
    input.leave(); // what else has arrived inside TLS belongs to the tunnel
    return end;
  }

  /** When it became idle, by the sweeper's clock. */
  long idleSince() {
    return idleSince;
  }

  /**
   * Whether an idle connection can still be used.
   *
   * @param forCertain check the connection itself, instead of relying on what is known
   */
  boolean isQuiet(boolean forCertain) {
    return forCertain ? transport.isQuietNow() : transport.isQuiet();
  }

  /** Closes the connection and ends steps under way, on any thread. */
  void cut() {
    channel.close();
  }

  /** Closes the connection; only on the thread that reads from it. */
  @Override
  public void close() {
    channel.close();
    input.close();
  }
}
