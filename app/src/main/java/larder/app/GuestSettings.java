package larder.app;

import java.util.List;
import larder.app.admin.Guests;

/** Reads the settings that a command behind this proxy wants. */
@FunctionalInterface
public interface GuestSettings {
  /**
   * The proxy's own settings with the command's changes. The settings of the store have no effect.
   *
   * @param own where the proxy listens
   * @throws StartException if the wish cannot be read
   */
  Settings of(Guests.Wish wish, List<Settings.Endpoint> own) throws StartException;
}
