package larder.socket.wire;

import larder.http.TransferException.Side;
import larder.socket.MessageLimits;

/**
 * The room for large heads on one side. Heads that are read do not take the room of those that are
 * written, so that whoever sends large ones without end does not keep others from their answers.
 *
 * @param read for heads that arrive, until their exchange ends, and for trailers
 * @param written for heads that leave, until their message has left
 */
public record HeadRooms(HeadRoom read, HeadRoom written) {
  private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 16;

  /** A sixteenth of the largest heap each, but at least enough for one head of the largest size. */
  public static HeadRooms of(Side side, MessageLimits limits) {
    long bytes = Math.max(MOST_BYTES, largest(limits));
    return new HeadRooms(new HeadRoom(bytes, side), new HeadRoom(bytes, side));
  }

  /** The array is up to twice as large as what it holds. */
  private static long largest(MessageLimits limits) {
    long section = Math.max(limits.fieldSection(), limits.trailerSection());
    return 3 * (limits.startLine() + section + SectionParser.PIECE)
        + (long) HeadRoom.LINE * limits.fieldLines();
  }
}
