package larder.forwarding;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import larder.caching.Answer;
import larder.caching.Reuse;
import larder.caching.Validation;
import larder.http.Body;
import larder.http.ContentRange;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.Tokens;
import larder.http.TransferException;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** Makes a stored response the answer to one request (RFC 9111, section 4). */
final class StoredAnswer {
  /** RFC 9110, section 15.4.5, and what validation in a chain of caches needs. */
  private static final Set<String> IN_NOT_MODIFIED =
      Set.of(
          "cache-control",
          "content-location",
          "date",
          "etag",
          "expires",
          "last-modified",
          "vary",
          "cache-status",
          "via");

  /** Fields that hold for the stored content, but not for more or less of it. */
  private static final Set<String> OF_ANOTHER_CONTENT =
      Set.of("content-digest", "content-md5", "content-range");

  private final String via;

  StoredAnswer(String pseudonym) {
    this.via = Hop.via(HttpVersion.HTTP_1_1, pseudonym);
  }

  /**
   * A stored response that is to answer.
   *
   * @param head the stored head, or what freshening made of it
   * @param said the fields of the answer to a validation for this very request; empty without one.
   *     A cookie that they set is for this client, even if it has the content already
   * @param answer how much of the response answers
   * @param age its current age
   */
  record Chosen(StoredResponse stored, StoredHead head, Fields said, Answer answer, Duration age) {
    static Chosen by(Reuse.Serve serve) {
      StoredResponse stored = serve.stored();
      return new Chosen(stored, stored.head(), Fields.EMPTY, serve.answer(), serve.age());
    }

    static Chosen by(Validation.Freshened freshened, Fields said) {
      return new Chosen(
          freshened.stored(), freshened.head(), said, freshened.answer(), freshened.age());
    }
  }

  /**
   * @param cacheStatus adds our member of {@code Cache-Status}
   * @throws TransferException with side {@code STORE}
   */
  Response of(Method method, Chosen chosen, Consumer<Fields.Builder> cacheStatus)
      throws TransferException {
    StoredResponse stored = chosen.stored();
    StoredHead head = chosen.head();
    Duration age = chosen.age();
    Fields.Builder fields = Fields.builder();
    return switch (chosen.answer()) {
      case Answer.Whole whole -> {
        begin(fields, withoutAge(head));
        finish(fields, age, cacheStatus);
        yield whole(method, stored, head, fields);
      }
      case Answer.NotModified notModified -> {
        fields.addAll(head.fields().withoutMatching(StoredAnswer::isLeftOutOfNotModified));
        for (String cookie : chosen.said().all(FieldNames.SET_COOKIE)) {
          fields.copy(FieldNames.SET_COOKIE, cookie);
        }
        finish(fields, age, cacheStatus);
        yield new Response(ResponseHead.of(304, fields.build()), Body.empty());
      }
      case Answer.Part part -> {
        fields.addAll(ofOtherContent(head));
        fields.copy(FieldNames.CONTENT_RANGE, contentRange(part, stored));
        finish(fields, age, cacheStatus);
        yield new Response(ResponseHead.of(206, fields.build()), stored.open(part.range()));
      }
      case Answer.Parts parts -> {
        Multipart multipart = Multipart.of(stored, head, parts.ranges());
        fields.addAll(ofOtherContent(head).without(FieldNames.CONTENT_TYPE));
        fields.copy(FieldNames.CONTENT_TYPE, multipart.contentType());
        finish(fields, age, cacheStatus);
        yield new Response(ResponseHead.of(206, fields.build()), multipart.body());
      }
      case Answer.JoinedWhole joined -> {
        fields.addAll(ofOtherContent(head));
        finish(fields, age, cacheStatus);
        yield new Response(ResponseHead.of(200, fields.build()), JoinedBody.of(joined.pieces()));
      }
      case Answer.JoinedPart joined -> {
        fields.addAll(ofOtherContent(head));
        fields.copy(FieldNames.CONTENT_RANGE, joined.range().toString());
        finish(fields, age, cacheStatus);
        yield new Response(ResponseHead.of(206, fields.build()), JoinedBody.of(joined.pieces()));
      }
      case Answer.NoSuchPart none -> {
        fields.copy(FieldNames.DATE, head.fields().all(FieldNames.DATE).getFirst());
        fields.copy(FieldNames.CONTENT_RANGE, "bytes */" + stored.length());
        finish(fields, age, cacheStatus);
        yield new Response(ResponseHead.of(416, fields.build()), Body.empty());
      }
    };
  }

  /** Does not keep the octets of a long section. */
  private static void begin(Fields.Builder fields, Fields stored) {
    if (stored.length() <= StoredHead.MOST_OCTETS) {
      fields.on(stored);
    } else {
      fields.addAll(stored);
    }
  }

  /** The received {@code Age} is part of the current age (RFC 9111, section 5.1). */
  private static Fields withoutAge(StoredHead head) {
    return head.fields().without(FieldNames.AGE);
  }

  private static Fields ofOtherContent(StoredHead head) {
    return withoutAge(head)
        .withoutMatching(name -> OF_ANOTHER_CONTENT.contains(Tokens.lowerCase(name)));
  }

  private void finish(Fields.Builder fields, Duration age, Consumer<Fields.Builder> cacheStatus) {
    fields.copy(FieldNames.AGE, Long.toString(age.toSeconds()));
    fields.copy(FieldNames.VIA, via);
    cacheStatus.accept(fields);
  }

  private static Response whole(
      Method method, StoredResponse stored, StoredHead head, Fields.Builder fields)
      throws TransferException {
    if (method.equals(Method.HEAD)) {
      fields.copy(FieldNames.CONTENT_LENGTH, Long.toString(stored.length()));
      return new Response(responseHead(head, fields), Body.empty());
    }
    return new Response(responseHead(head, fields), stored.open());
  }

  private static ResponseHead responseHead(StoredHead head, Fields.Builder fields) {
    return new ResponseHead(head.status(), head.reason(), HttpVersion.HTTP_1_1, fields.build());
  }

  private static boolean isLeftOutOfNotModified(String name) {
    return !IN_NOT_MODIFIED.contains(Tokens.lowerCase(name));
  }

  private static String contentRange(Answer.Part part, StoredResponse stored) {
    return new ContentRange(part.range(), stored.length()).toString();
  }
}
