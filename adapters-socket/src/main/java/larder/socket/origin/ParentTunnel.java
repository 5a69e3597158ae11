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
   * @param channel to the parent, which has the deadlines
   * @param transport over it; stays the caller's if this fails, and is this tunnel's otherwise
   * @param via whose lines of {@code Via} the parent is told, so that a loop shows
   * @param failures of the parent
   * @param buffers one is borrowed for the answer
   * @throws TransferException with side {@code ORIGIN} if the parent does not open it
   */
  static ChannelEnd open(
      TimedChannel channel,
      Transport transport,
      Upstream parent,
      OriginFailures failures,
      Authority to,
      Fields via,
      OriginSettings settings,
      ContentBuffers buffers)
      throws TransferException {
    Scratch scratch = new Scratch();
    HeadBuilder head =
        new HeadBuilder(scratch)
            .request(Method.CONNECT, to.toString())
            .field(FieldNames.HOST, to.toString());
    via.all(FieldNames.VIA).forEach(line -> head.field(FieldNames.VIA, line));
    parent
        .login()
        .ifPresent(login -> head.field(FieldNames.PROXY_AUTHORIZATION, login.credentials()));
    channel.readWithin(settings.timeouts().connect().toNanos());
    new MessageWriter(
            new Output(channel, transport, failures, Pace.any()), scratch, head.end(), Framing.NONE)
        .flushHead();
    Input input = new Input(channel, transport, buffers, failures, Pace.any(), null);
    try {
      int status = status(input, scratch, settings.limits(), failures);
      if (status / 100 != 2) {
        throw refusal(status, to, failures);
      }
      channel.readAnyTime();
      return ChannelEnd.after(input, transport, new OriginFailures(to));
    } finally {
      input.leave();
    }
  }

  private static int status(
      Input input, Scratch scratch, MessageLimits limits, OriginFailures failures)
      throws TransferException {
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
