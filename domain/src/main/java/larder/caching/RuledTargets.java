package larder.caching;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import larder.http.TargetUri;
import org.jspecify.annotations.Nullable;

/** Finds the policy for a target. Most patterns fix how a target ends, so few are tried. */
final class RuledTargets {
  private static final int ASCII = 128;

  private final List<Ruled> all;

  /** The patterns that may match a target, by the last character of its path. */
  private final List<List<Ruled>> byLast;

  /** A policy for some targets. */
  record Ruled(UrlPattern pattern, CachePolicy policy) {}

  RuledTargets(List<Ruled> ruled) {
    all = List.copyOf(ruled);
    byLast = all.isEmpty() ? List.of() : byLast(all);
  }

  private static List<List<Ruled>> byLast(List<Ruled> all) {
    return IntStream.range(0, ASCII)
        .mapToObj(last -> all.stream().filter(each -> each.pattern().mayEndWith((char) last)))
        .map(Stream::toList)
        .toList();
  }

  /** The policy of the first pattern that matches; null if none does. */
  @Nullable CachePolicy policyFor(TargetUri target) {
    if (all.isEmpty()) {
      return null;
    }
    TargetText text = TargetText.of(target);
    char last = text.lastOfPath();
    for (Ruled each : last < ASCII ? byLast.get(last) : all) {
      if (each.pattern().matches(text)) {
        return each.policy();
      }
    }
    return null;
  }
}
