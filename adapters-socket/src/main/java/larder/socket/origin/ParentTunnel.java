package larder.socket.origin;

import larder.http.Authority;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Method;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.socket.MessageLimits;
import larder.socket.channel.ChannelEnd;
import larder.socket.channel.ContentBuffers;
import larder.socket.channel.Input;
import larder.socket.channel.Output;
import larder.socket.channel.Pace;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.Transport;
import larder.socket.wire.Framing;
import larder.socket.wire.HeadBuilder;
import larder.socket.wire.HeadReader;
import larder.socket.wire.HeadRoom;
import larder.socket.wire.HeadRooms;
import larder.socket.wire.MalformedException;
import larder.socket.wire.MessageWriter;
import larder.socket.wire.ResponseHeadParser;
import larder.socket.wire.Scratch;

/** Opens tunnels through a parent proxy (RFC 9110, section 9.3.6). */
final class ParentTunnel {
  private ParentTunnel() {}

  /**
   * Asks a parent for a tunnel.
   *
   * @param channel to the parent; has the deadlines
   * @param transport over the channel; if this fails, it stays the caller's, otherwise the tunnel
   *     takes it over
   * @param failures of the parent
   * @param via the request's fields; their {@code Via} lines are sent to the parent, so that it can
   *     detect a loop
   * @param buffers lends one for the answer
   * @param heads the room for large heads
   * @throws TransferException with side {@code ORIGIN} if the parent does not open the tunnel
   */
  static ChannelEnd open(
      TimedChannel channel,
      Transport transport,
      Upstream parent,
      OriginFailures failures,
      Authority to,
      Fields via,
      OriginSettings settings,
      ContentBuffers buffers,
      HeadRooms heads)
      throws TransferException {
    channel.readWithin(settings.timeouts().connect().toNanos());
    ask(new Output(channel, transport, failures, Pace.any()), parent, to, via, heads.written());
    Input input = new Input(channel, transport, buffers, failures, Pace.any(), null);
    try {
      int status = status(input, settings.limits(), heads.read(), failures);
      if (status / 100 != 2) {
        throw refusal(status, to, failures);
      }
      channel.readAnyTime();
      return ChannelEnd.after(input, transport, new OriginFailures(to));
    } finally {
      input.leave();
    }
  }

  private static void ask(Output output, Upstream parent, Authority to, Fields via, HeadRoom room)
      throws TransferException {
    Scratch scratch = new Scratch().within(room);
    try {
      HeadBuilder head =
          new HeadBuilder(scratch)
              .request(Method.CONNECT, to.toString())
              .field(FieldNames.HOST, to.toString());
      for (String line : via.all(FieldNames.VIA)) {
        head.field(FieldNames.VIA, line);
      }
      if (parent.login().isPresent()) {
        head.field(FieldNames.PROXY_AUTHORIZATION, parent.login().get().credentials());
      }
      new MessageWriter(output, scratch, head.end(), Framing.NONE).flushHead();
    } finally {
      scratch.trim();
    }
  }

  private static int status(
      Input input, MessageLimits limits, HeadRoom room, OriginFailures failures)
      throws TransferException {
    Scratch scratch = new Scratch().within(room);
    try {
      for (int interim = 0; interim < 16; interim++) {
        ResponseHeadParser parser = new ResponseHeadParser(Method.CONNECT, scratch, limits);
        if (HeadReader.read(input, parser) != HeadReader.End.COMPLETE) {
          throw failures.cutShort();
        }
        if (!parser.result().head().isInterim()) {
          return parser.result().head().status();
        }
      }
      throw failures.of(Kind.MALFORMED, failures.atStart() + " sent interim answers without end");
    } catch (MalformedException e) {
      throw failures.of(
          Kind.MALFORMED, failures.atStart() + " sent a bad answer: " + e.explanation());
    } finally {
      scratch.trim();
    }
  }

  /** The failure that a parent's refusal means. */
  static TransferException refusal(int status, Authority to, OriginFailures failures) {
    String parent = failures.atStart();
    return failures.of(
        Kind.PARENT_FAILED,
        status == 407
            ? parent
                + " wants a name and password, or other ones:"
                + " --upstream-proxy http://name:password@host:port"
            : parent + " opens no tunnel to " + to + ": it answered " + status);
  }
}
