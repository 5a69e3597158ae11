package larder.caching;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import larder.http.Fields;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.store.StoreGroup;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.store.Worth;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a shared cache according to RFC 9111, with the directives of RFC 5861 and RFC 8246,
 * and RFC 9213 where it is switched on.
 */
public final class Rfc9111Policy implements CachePolicy {
  private final Suitability suitability;
  private final Storability storability;
  private final ValidationOutcome outcome;
  private final Completing completing;
  private final Usefulness worth;
  private final RuledTargets ruled;
  private final Set<String> targetedFields;
  private final @Nullable String rule;

  /**
   * What the RFC leaves open.
   *
   * @param fallbackLifetime how long a response stays fresh that gives no lifetime and may get one
   *     from the cache; null to derive it from the last change
   * @param heuristicPercent the share of the time since the last change that such a response stays
   *     fresh, from 0 to 100 (RFC 9111, section 4.2.2)
   * @param longestHeuristicLifetime the upper limit of that lifetime
   * @param targets the targeted fields that count
   * @param adjustment what a user's rule changes
   * @param disconnected whether no origin may be asked (section 4.2.4)
   */
  public record Settings(
      @Nullable Duration fallbackLifetime,
      int heuristicPercent,
      Duration longestHeuristicLifetime,
      TargetList targets,
      Adjustment adjustment,
      boolean disconnected) {
    /**
     * The tenth that RFC 9111 mentions, but at most a day: a page that has not changed for ten
     * years may well change tomorrow, and its origin never said that a year-old copy would do.
     */
    public static final Settings DEFAULT =
        new Settings(null, 10, Duration.ofDays(1), TargetList.EMPTY, Adjustment.NONE, false);

    /**
     * @throws IllegalArgumentException if a lifetime is negative or the share is not a percentage
     */
    public Settings {
      if (heuristicPercent < 0 || heuristicPercent > 100) {
        throw new IllegalArgumentException("A share is from 0 to 100 %: " + heuristicPercent);
      }
      if (longestHeuristicLifetime.isNegative()
          || (fallbackLifetime != null && fallbackLifetime.isNegative())) {
        throw new IllegalArgumentException("A lifetime is not negative");
      }
    }

    /** These settings with a fixed lifetime instead of the heuristic. */
    public Settings withFallbackLifetime(Duration lifetime) {
      return new Settings(
          lifetime, heuristicPercent, longestHeuristicLifetime, targets, adjustment, disconnected);
    }

    /** These settings with other targeted fields. */
    public Settings withTargets(TargetList heeded) {
      return new Settings(
          fallbackLifetime,
          heuristicPercent,
          longestHeuristicLifetime,
          heeded,
          adjustment,
          disconnected);
    }

    /** These settings with a user's rule. */
    Settings adjusted(Adjustment rule) {
      return new Settings(
          fallbackLifetime,
          heuristicPercent,
          longestHeuristicLifetime,
          targets,
          rule,
          disconnected);
    }

    /** These settings for when no origin may be asked. */
    public Settings whileDisconnected() {
      return new Settings(
          fallbackLifetime, heuristicPercent, longestHeuristicLifetime, targets, adjustment, true);
    }

    /** The directives of a response that count under these settings. */
    CacheControl directives(Fields response) {
      return adjustment.leftOf(targets.directives(response));
    }

    /** The directives of a request that count under these settings. */
    CacheControl wishes(Fields request) {
      return adjustment.leftOfWishes(CacheControl.of(request));
    }
  }

  /** The policy without rules. */
  public Rfc9111Policy(Settings settings) {
    this(settings, List.of());
  }

  /**
   * The policy with the user's rules.
   *
   * @param rules of those that match a target, the first applies
   */
  public Rfc9111Policy(Settings settings, List<Rule> rules) {
    this(
        settings,
        null,
        rules.stream()
            .map(
                rule ->
                    new RuledTargets.Ruled(
                        rule.pattern(),
                        new Rfc9111Policy(
                            settings.adjusted(rule.adjustment()), rule.name(), List.of())))
            .toList());
  }

  private Rfc9111Policy(Settings settings, @Nullable String rule, List<RuledTargets.Ruled> ruled) {
    this.rule = rule;
    this.ruled = new RuledTargets(ruled);
    targetedFields = settings.targets().namesInLowerCase();
    suitability = new Suitability(settings, rule);
    storability = new Storability(settings);
    outcome = new ValidationOutcome(settings);
    completing = new Completing(settings);
    worth = new Usefulness(settings);
  }

  @Override
  public String name() {
    return "rfc9111";
  }

  @Override
  public CachePolicy forTarget(TargetUri target) {
    CachePolicy own = ruled.policyFor(target);
    return own == null ? this : own;
  }

  @Override
  public @Nullable String rule() {
    return rule;
  }

  @Override
  public Set<String> targetedFields() {
    return targetedFields;
  }

  @Override
  public NoVarySearch otherQueries(StoredHead response) {
    return NoVarySearch.of(response.fields());
  }

  @Override
  public Reuse reuse(
      RequestHead request,
      boolean hasContent,
      List<StoredResponse> stored,
      Instant now,
      Trace trace) {
    return suitability.decide(request, hasContent, stored, now, trace);
  }

  @Override
  public Storing storing(
      RequestHead request,
      boolean hasContent,
      ResponseHead response,
      Instant requestedAt,
      Instant receivedAt,
      Trace trace) {
    return storability.decide(request, hasContent, response, requestedAt, receivedAt, trace);
  }

  @Override
  public Validation validated(
      RequestHead request,
      Reuse.Revalidate asked,
      ResponseHead answer,
      Instant requestedAt,
      Instant receivedAt,
      Trace trace) {
    return outcome.answered(request, asked, answer, requestedAt, receivedAt, trace);
  }

  @Override
  public Completion completed(
      RequestHead request, Reuse.Complete asked, ResponseHead answer, Instant receivedAt) {
    return completing.completed(request, asked, answer, receivedAt);
  }

  @Override
  public @Nullable StoredHead cutShort(
      StoredHead head, long came, OptionalLong announced, List<StoredResponse> stored) {
    return CutShort.partOf(head, came, announced, stored);
  }

  @Override
  public Validation.Unanswered unanswered(
      RequestHead request,
      Reuse.Revalidate asked,
      TransferException failure,
      Instant now,
      Trace trace) {
    return outcome.unanswered(request, asked, failure, now, trace);
  }

  @Override
  public List<TargetUri> invalidated(RequestHead request, TargetUri target, ResponseHead response) {
    return Invalidation.of(request, target, response);
  }

  @Override
  public Set<StoreGroup> invalidatedGroups(
      RequestHead request, TargetUri target, ResponseHead response) {
    return Invalidation.groups(request, target, response);
  }

  @Override
  public Worth worth(StoredHead head) {
    return worth.of(head);
  }
}
