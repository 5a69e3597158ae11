package larder.socket.channel;

import java.io.IOException;
import larder.http.TransferException;

/** What a failure of I/O means to whoever transfers: whose side, how, and in which words. */
@FunctionalInterface
public interface Failures {
  TransferException of(IOException e);
}
