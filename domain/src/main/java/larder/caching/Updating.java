package larder.caching;

import java.time.Instant;
import java.util.function.Predicate;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.Tokens;
import larder.store.StoredHead;
import org.jspecify.annotations.Nullable;

/**
 * Updates a stored response from an answer without content (RFC 9111, sections 3.2 and 4.3.4). The
 * client that asked gets everything the answer says. No more of it is stored than of any other
 * answer to that request: a 304 brings nothing to others that a 200 would not.
 */
final class Updating {
  private final Rfc9111Policy.Settings settings;
  private final RequestHead request;
  private final ResponseHead answer;
  private final Instant requestedAt;
  private final Instant receivedAt;

  Updating(
      Rfc9111Policy.Settings settings,
      RequestHead request,
      ResponseHead answer,
      Instant requestedAt,
      Instant receivedAt) {
    this.settings = settings;
    this.request = request;
    this.answer = answer;
    this.requestedAt = requestedAt;
    this.receivedAt = receivedAt;
  }

  /**
   * @param head for the client that asked
   * @param kept the head to store from now on; the previous one if nothing of the answer is for
   *     others
   */
  record Updated(StoredHead head, StoredHead kept) {}

  Updated updated(StoredHead stored, Trace trace) {
    StoredHead all =
        with(stored, StoredFields.updated(stored.fields(), answer.fields(), receivedAt));
    CacheControl directives = settings.directives(all.fields());
    Reason refused = refused(all, directives);
    if (refused == null) {
      return updated(all, takenOver(all, directives));
    }
    trace.step(refused.section(), () -> "What is stored takes nothing over: " + refused.word());
    return updated(all, left(stored, all, refused));
  }

  /** The client gets cookies only if the answer sets one, or everybody gets them. */
  private Updated updated(StoredHead all, StoredHead kept) {
    boolean cookies =
        answer.fields().has(FieldNames.SET_COOKIE) || kept.fields().has(FieldNames.SET_COOKIE);
    return new Updated(cookies ? all : without(all, FieldNames.SET_COOKIE), kept);
  }

  /**
   * Why nothing of the answer is for others; null if something is. Restrictions count wherever they
   * come from. Only the answer itself can allow sharing what was got with credentials: a 304 has
   * the {@code Cache-Control} that a 200 would have (RFC 9110, section 15.4.5).
   */
  private @Nullable Reason refused(StoredHead all, CacheControl directives) {
    ResponseHead whole = ResponseHead.of(all.status(), all.fields());
    Reason forbidden = Storability.forbiddenByFields(request, whole, directives, settings);
    return forbidden == null ? Storability.forbiddenByUser(request, own()) : forbidden;
  }

  private CacheControl own() {
    return settings.directives(answer.fields());
  }

  private StoredHead takenOver(StoredHead all, CacheControl directives) {
    Fields shared = StoredFields.of(all.fields(), directives, receivedAt);
    if (shared.has(FieldNames.SET_COOKIE) && !isCookieGranted(all, directives)) {
      shared = shared.without(FieldNames.SET_COOKIE);
    }
    return shared.equals(all.fields()) ? all : with(all, shared);
  }

  /** Whether a cookie may be stored: here too the answer that sets a new one must allow that. */
  private boolean isCookieGranted(StoredHead all, CacheControl directives) {
    return Storability.isGranted(Freshness.of(all, directives, settings), directives)
        && (!answer.fields().has(FieldNames.SET_COOKIE)
            || Storability.isGrantedBy(
                ResponseHead.of(all.status(), answer.fields()), receivedAt, settings));
  }

  /**
   * The head to store if nothing is taken over. If the answer must not be stored, or is for one
   * user, the same holds for the stored response, which is validated each time from now on. Any
   * other reason concerns only this request.
   */
  private StoredHead left(StoredHead stored, StoredHead all, Reason refused) {
    return switch (refused) {
      case NO_STORE, PRIVATE, STATUS -> restricted(stored, all, this::isDirectives);
      case VARY_ANY ->
          restricted(stored, all, name -> Tokens.equalIgnoringCase(name, FieldNames.VARY));
      default -> stored;
    };
  }

  /**
   * The stored head with these fields of the answer, which say nothing about a user. Keeps its age,
   * but takes the answer's request time, so that no answer to an earlier request undoes this.
   */
  private StoredHead restricted(StoredHead stored, StoredHead all, Predicate<String> taken) {
    Fields fields =
        Fields.builder()
            .addAll(stored.fields().withoutMatching(taken))
            .addAll(all.fields().withoutMatching(taken.negate()))
            .build();
    return new StoredHead(
        stored.status(),
        stored.reason(),
        fields,
        stored.selecting(),
        requestedAt,
        stored.receivedAt());
  }

  private boolean isDirectives(String name) {
    return Tokens.equalIgnoringCase(name, FieldNames.CACHE_CONTROL)
        || settings.targets().fieldNames().stream()
            .anyMatch(targeted -> Tokens.equalIgnoringCase(name, targeted));
  }

  private StoredHead without(StoredHead head, String name) {
    return head.fields().has(name) ? with(head, head.fields().without(name)) : head;
  }

  /** With the times and the selecting fields of this validation's request. */
  private StoredHead with(StoredHead head, Fields fields) {
    Fields selecting = Vary.selecting(request.fields(), fields);
    return new StoredHead(head.status(), head.reason(), fields, selecting, requestedAt, receivedAt);
  }
}
