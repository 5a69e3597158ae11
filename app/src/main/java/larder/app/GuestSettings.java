package larder.app;

import java.util.List;
import larder.app.admin.Guests;

/** Reads what a command that runs behind this proxy wants of it. */
@FunctionalInterface
public interface GuestSettings {
  /**
   * The proxy's own settings, but for what is wanted otherwise; those of the store count for
   * nothing.
   *
   * @param own where the proxy listens
   * @throws StartException if the wish cannot be read
   */
  Settings of(Guests.Wish wish, List<Settings.Endpoint> own) throws StartException;
}
