package larder.socket.channel;

import java.io.IOException;
import larder.http.TransferException;

/** Translates an I/O failure: on which side, of which kind, and in which words. */
@FunctionalInterface
public interface Failures {
  TransferException of(IOException e);
}
