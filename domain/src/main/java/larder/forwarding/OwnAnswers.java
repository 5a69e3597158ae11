package larder.forwarding;

import java.time.InstantSource;
import larder.forwarding.Conclusion.Result;
import larder.http.Body;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpDate;
import larder.http.RequestHead;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import org.jspecify.annotations.Nullable;

/** Answers from the proxy itself. */
final class OwnAnswers {
  private final ErrorPage errorPage;
  private final InstantSource clock;
  private final String allowed;

  /**
   * @param trace whether {@code TRACE} is an allowed method
   */
  OwnAnswers(ErrorPage errorPage, InstantSource clock, boolean trace) {
    this.errorPage = errorPage;
    this.clock = clock;
    this.allowed = trace ? Refusals.ALLOWED + ", TRACE" : Refusals.ALLOWED;
  }

  /**
   * @param request null if it could not be read
   */
  void refuse(Refusal refusal, @Nullable RequestHead request, ResponsePort client, Notes notes)
      throws TransferException {
    notes.result = Result.REFUSED;
    tell(refusal, request, client, notes);
  }

  /** Answers with what a failed transfer means to the client, if it can still be told. */
  void fail(
      TransferException failure, @Nullable RequestHead request, ResponsePort client, Notes notes)
      throws TransferException {
    notes.result = failure.kind() == Kind.FORBIDDEN ? Result.REFUSED : Result.FAILED;
    notes.failure = failure;
    tell(Refusals.of(failure), request, client, notes);
  }

  private void tell(
      Refusal refusal, @Nullable RequestHead request, ResponsePort client, Notes notes)
      throws TransferException {
    notes.refusal = refusal;
    send(errorPage.of(refusal, request, clock.instant()), client, notes);
  }

  /** Answers OPTIONS about the proxy itself (RFC 9110, section 9.3.7). */
  void options(ResponsePort client, Notes notes) throws TransferException {
    Fields fields =
        Fields.builder()
            .copy(FieldNames.DATE, HttpDate.format(clock.instant()))
            .copy(FieldNames.ALLOW, allowed)
            .build();
    notes.result = Result.PASS;
    send(new Response(ResponseHead.of(200, fields), Body.empty()), client, notes);
  }

  /** Answers TRACE that goes no further (RFC 9110, section 9.3.8). */
  void trace(RequestHead request, ResponsePort client, Notes notes) throws TransferException {
    Fields fields =
        Fields.builder()
            .copy(FieldNames.DATE, HttpDate.format(clock.instant()))
            .copy(FieldNames.CONTENT_TYPE, "message/http")
            .build();
    notes.result = Result.PASS;
    Body reflection = Body.of(Reflection.of(request));
    send(new Response(ResponseHead.of(200, fields), reflection), client, notes);
  }

  private static void send(Response response, ResponsePort client, Notes notes)
      throws TransferException {
    notes.response = response.head();
    client.send(response);
  }
}
