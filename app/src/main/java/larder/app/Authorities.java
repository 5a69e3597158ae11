package larder.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import larder.access.InterceptedHosts;
import larder.tls.AuthorityFolder;
import larder.tls.Scope;
import larder.tls.SigningAuthority;
import org.jspecify.annotations.Nullable;

/** Finds or makes the authority for intercepted hosts. */
public final class Authorities {
  private static final Duration LIFETIME = Duration.ofDays(730);
  private static final Duration OF_ONE_RUN = Duration.ofDays(30);

  private Authorities() {}

  /** Empty if nothing is intercepted. */
  static Optional<SigningAuthority> of(Settings.Interception settings, Instant now)
      throws StartException {
    if (settings.hosts().isEmpty()) {
      return Optional.empty();
    }
    Scope needed = scope(settings.hosts());
    if (settings.folder().isEmpty()) {
      return Optional.of(ofOneRun(needed, now));
    }
    AuthorityFolder folder = new AuthorityFolder(settings.folder().get());
    try {
      SigningAuthority kept = folder.load();
      if (kept != null && isValid(kept, now) && kept.scope().covers(needed)) {
        return Optional.of(kept);
      }
      if (settings.forOneRun()) {
        return Optional.of(ofOneRun(needed, now));
      }
      if (kept == null) {
        return Optional.of(folder.keep(SigningAuthority.create(needed, now, LIFETIME)));
      }
      throw unfit(kept, needed, now);
    } catch (IOException e) {
      throw new StartException(StartException.Cause.DISK, e);
    }
  }

  private static SigningAuthority ofOneRun(Scope needed, Instant now) {
    return SigningAuthority.create(needed, now, OF_ONE_RUN);
  }

  private static boolean isValid(SigningAuthority kept, Instant now) {
    return !now.isBefore(kept.validFrom()) && now.isBefore(kept.expiresAt());
  }

  private static StartException unfit(SigningAuthority kept, Scope needed, Instant now) {
    String problem = "The authority vouches for " + kept.scope() + " alone, and not for " + needed;
    if (now.isBefore(kept.validFrom())) {
      problem =
          "The authority is not valid before "
              + kept.validFrom()
              + ", and here it is "
              + now
              + " (is the clock right?)";
    } else if (!now.isBefore(kept.expiresAt())) {
      problem = "The authority has expired at " + kept.expiresAt();
    }
    return new StartException(
        StartException.Cause.SETTINGS,
        problem + ": make another with larder ca rotate --intercept ..., and trust that one",
        null);
  }

  /** The narrowest scope for those hosts. */
  public static Scope scope(InterceptedHosts hosts) {
    return hosts.all() ? Scope.EVERYTHING : Scope.of(hosts.chosen());
  }

  /**
   * Replaces the authority; the old one stays until the new one is kept.
   *
   * @throws StartException if the new one cannot be kept
   */
  public static SigningAuthority rotate(Path folder, Scope scope, Instant now)
      throws StartException {
    AuthorityFolder kept = new AuthorityFolder(folder);
    try {
      return kept.replace(SigningAuthority.create(scope, now, LIFETIME));
    } catch (IOException e) {
      throw new StartException(StartException.Cause.DISK, e);
    }
  }

  /** The authority in the folder; null if there is none. */
  public static @Nullable SigningAuthority kept(Path folder) throws StartException {
    try {
      return new AuthorityFolder(folder).load();
    } catch (IOException e) {
      throw new StartException(StartException.Cause.DISK, e);
    }
  }
}
