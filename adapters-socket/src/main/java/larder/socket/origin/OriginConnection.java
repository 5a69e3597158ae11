package larder.socket.origin;

import larder.http.IpAddress;
import larder.socket.channel.ChannelEnd;
import larder.socket.channel.ContentBuffers;
import larder.socket.channel.Input;
import larder.socket.channel.Output;
import larder.socket.channel.Pace;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.Transport;

/** A connection to an origin; one exchange at a time. */
final class OriginConnection implements AutoCloseable {
  private final OriginKey key;
  private final TimedChannel channel;
  private final Transport transport;
  private final Input input;
  private final Output output;
  private final long responseTimeout;
  private boolean answered;
  private long idleSince;

  /** Takes the connection over. */
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

  /** An exchange begins. */
  synchronized void begin() {
    answered = false;
  }

  /** The request was sent: the head of the answer has to come in time. */
  synchronized void expectAnswer() {
    if (!answered) {
      channel.readWithin(responseTimeout);
    }
  }

  /** The head came: from now on it is the pieces of the content that have to come in time. */
  synchronized void answered() {
    answered = true;
    channel.readAnyTime();
    input.eachWithin(responseTimeout);
  }

  /** Nothing is under way: it can wait for the next exchange if there is nothing unread. */
  boolean rest(long now) {
    if (input.unread().hasRemaining()) {
      return false;
    }
    input.eachWithin(0);
    input.rest();
    idleSince = now;
    return true;
  }

  /** What it is once it carries something else than messages. */
  ChannelEnd becomeTunnel() {
    channel.readAnyTime();
    channel.writeEachWithin(OriginTimeouts.TUNNEL_WRITE);
    ChannelEnd end = ChannelEnd.after(input, transport, new OriginFailures(key.authority()));
    input.leave(); // what else came inside TLS is the tunnel's
    return end;
  }

  /** When it began to wait, as the sweeper tells the time. */
  long idleSince() {
    return idleSince;
  }

  /**
   * Whether it can still be used after it waited.
   *
   * @param forCertain and not as far as is known without a look
   */
  boolean isQuiet(boolean forCertain) {
    return forCertain ? transport.isQuietNow() : transport.isQuiet();
  }

  /** Ends what is under way on any thread. */
  void cut() {
    channel.close();
  }

  /** Ends it, from the thread that reads from it. */
  @Override
  public void close() {
    channel.close();
    input.close();
  }
}
