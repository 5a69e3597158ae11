package larder.forwarding;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import larder.caching.Answer;
import larder.caching.Completion;
import larder.caching.Reason;
import larder.caching.Reuse;
import larder.caching.Storing;
import larder.caching.Validation;
import larder.forwarding.Collapsing.Waited;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.FetchesUnderWay.Place;
import larder.forwarding.OriginSide.Fetched;
import larder.forwarding.StoredAnswer.Chosen;
import larder.http.Body;
import larder.http.Fields;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/** One exchange for a target URI: find, decide, send. Runs once, on one thread. */
final class Exchange {
  private final ExchangeParts parts;
  private final Inquiry inquiry;
  private final ResponsePort client;
  private final Notes notes;
  private List<StoredResponse> found = List.of();
  private @Nullable SharedFetch shared;
  private boolean waited;

  Exchange(ExchangeParts parts, Inquiry inquiry, ResponsePort client, Notes notes) {
    this.parts = parts;
    this.inquiry = inquiry;
    this.client = client;
    this.notes = notes;
  }

  /** A way to ask the origin. */
  private interface Asking {
    void ask() throws TransferException;
  }

  void run() throws TransferException {
    run(notes.startedAt, false);
  }

  /**
   * @param looked whether this exchange has looked into the store before
   */
  private void run(Instant now, boolean looked) throws TransferException {
    found = parts.cache().find(inquiry);
    Reuse reuse = parts.cache().reuse(inquiry, found, now);
    notes.reuse = reuse.reason();
    notes.rule = inquiry.policy().rule();
    switch (reuse) {
      case Reuse.Serve serve -> serveOrFetch(serve, Result.HIT);
      case Reuse.ServeThenRevalidate both -> {
        serveOrFetch(both.now(), Result.STALE_HIT);
        parts.background().begin(inquiry, both.then());
      }
      case Reuse.Revalidate revalidate -> together(reuse, looked, () -> revalidate(revalidate));
      case Reuse.Complete complete -> together(reuse, looked, () -> complete(complete));
      case Reuse.Fetch fetch -> together(reuse, looked, () -> fetch(fetch.reason(), Result.MISS));
      case Reuse.Pass pass -> fetch(pass.reason(), Result.PASS);
      case Reuse.Unsatisfiable none ->
          parts.own().refuse(Refusals.unsatisfiable(none.reason()), inquiry.head(), client, notes);
    }
  }

  /** The fetch through which others share this exchange's answer. */
  private SharedFetch shared() {
    SharedFetch known = shared;
    if (known == null) {
      known = SharedFetch.ofNobodyElse();
      shared = known;
    }
    return known;
  }

  /** Shares one fetch between all exchanges that need the same at the same time. */
  private void together(Reuse reuse, boolean looked, Asking alone) throws TransferException {
    switch (parts.collapsing().join(inquiry, reuse.reason(), looked)) {
      case Place.Leads(SharedFetch fetch) -> {
        shared = fetch;
        try {
          alone.ask();
        } finally {
          fetch.left();
        }
      }
      case Place.Waits(SharedFetch fetch) -> {
        boolean served;
        try {
          served = isServedBy(fetch, reuse.reason());
        } finally {
          fetch.leave();
        }
        if (!served) {
          alone.ask();
        }
      }
      case Place.LooksAgain again -> run(parts.clock().instant(), true);
      case Place.Unshareable(SharedFetch fetch) -> {
        shared = fetch;
        notes.waiting = WaitEnd.NOT_STORED;
        alone.ask();
      }
      case Place.Alone(WaitEnd why) -> {
        notes.waiting = why;
        alone.ask();
      }
    }
  }

  /** Returns false if this exchange has to go to the origin itself. */
  private boolean isServedBy(SharedFetch fetch, Reason missed) throws TransferException {
    switch (parts.collapsing().await(fetch, inquiry)) {
      case Waited.InVain(WaitEnd why) -> notes.waiting = why;
      case Waited.Served(Reuse.Serve serve) -> {
        notes.waiting = WaitEnd.SERVED;
        try {
          answer(
              Chosen.by(serve),
              Result.COLLAPSED,
              fields -> parts.cacheStatus().addCollapsed(fields, missed, inquiry));
          return true;
        } catch (TransferException e) {
          if (e.side() == Side.CLIENT || client.hasBegun()) {
            throw e;
          }
          notes.waiting = WaitEnd.LEADER_FAILED;
        }
      }
    }
    waited = true;
    return false;
  }

  /** If the store cannot give what it found, continues as if it had found nothing. */
  private void serveOrFetch(Reuse.Serve serve, Result result) throws TransferException {
    try {
      serve(serve, result);
    } catch (TransferException e) {
      if (!canGoWithoutStore(e)) {
        throw e;
      }
      withoutStore();
    }
  }

  /** Whether the store failed before anything was sent to the client. */
  private boolean canGoWithoutStore(TransferException failure) {
    return failure.side() == Side.STORE && !client.hasBegun();
  }

  /** Goes to the origin, unless the client accepts only what is stored. */
  private void withoutStore() throws TransferException {
    Reuse reuse = parts.cache().reuse(inquiry, List.of(), parts.clock().instant());
    if (reuse instanceof Reuse.Unsatisfiable(Reason why)) {
      notes.reuse = why;
      parts.own().refuse(Refusals.unsatisfiable(why), inquiry.head(), client, notes);
    } else {
      withoutWhatCannotBeRead();
    }
  }

  private void serve(Reuse.Serve serve, Result result) throws TransferException {
    boolean stale = serve.remaining().isNegative();
    answer(
        Chosen.by(serve),
        stale ? Result.STALE_HIT : result,
        fields -> parts.cacheStatus().addHit(fields, serve.reason(), serve.remaining(), inquiry));
  }

  private void answer(Chosen chosen, Result result, Consumer<Fields.Builder> cacheStatus)
      throws TransferException {
    try (Response response =
        parts.storedAnswer().of(inquiry.head().method(), chosen, cacheStatus)) {
      notes.stored = chosen.stored().head();
      boolean notModifiedHit =
          chosen.answer() instanceof Answer.NotModified && result == Result.HIT;
      send(response, notModifiedHit ? Result.NOT_MODIFIED_HIT : result);
    }
  }

  private void revalidate(Reuse.Revalidate asked) throws TransferException {
    notes.origin = inquiry.target().authority();
    Fetched fetched;
    try {
      fetched = parts.origins().fetch(inquiry, asked.fields(), interim());
    } catch (TransferException e) {
      unanswered(asked, e);
      return;
    }
    try (Response response = fetched.response()) {
      Validation validation = parts.cache().validated(inquiry, asked, fetched);
      switch (validation) {
        case Validation.Freshened freshened -> freshened(asked, freshened, fetched);
        case Validation.ServeStaleOnError stale -> {
          response.body().close();
          shared().left();
          notes.reuse = stale.reason();
          serveOrFetch(stale.serve(), Result.STALE_HIT);
        }
        case Validation.AskAgain again -> {
          response.body().close();
          notes.reuse = again.reason();
          fetch(again.reason(), Result.MISS);
        }
        case Validation.Replaced replaced -> passOn(fetched, asked.reason(), Result.REPLACED);
        case Validation.Failed failed -> passOn(fetched, asked.reason(), Result.REPLACED);
      }
    }
  }

  private void freshened(
      Reuse.Revalidate asked, Validation.Freshened freshened, Fetched notModified)
      throws TransferException {
    notModified.response().close();
    parts.cache().freshen(freshened);
    shared()
        .share(new FreshenedResponse(freshened.stored(), freshened.kept()), notModified.asked());
    try {
      answer(
          Chosen.by(freshened, notModified.head().fields()),
          Result.REVALIDATED,
          fields ->
              parts
                  .cacheStatus()
                  .addValidated(
                      fields, asked.reason(), freshened.reason(), freshened.remaining(), inquiry));
    } catch (TransferException e) {
      if (!canGoWithoutStore(e)) {
        throw e;
      }
      withoutWhatCannotBeRead();
    }
  }

  /** Joins stored parts with the rest from the origin, in either order. */
  private void complete(Reuse.Complete asked) throws TransferException {
    notes.origin = inquiry.target().authority();
    Fetched fetched;
    try {
      fetched = parts.origins().fetch(inquiry, asked.fields(), interim());
    } catch (TransferException e) {
      fail(e);
      return;
    }
    try (Response response = fetched.response()) {
      Completion completion = parts.cache().completed(inquiry, asked, fetched);
      notes.reuse = completion.reason();
      switch (completion) {
        case Completion.Combined combined -> combined(asked, combined, fetched);
        case Completion.Replaced replaced -> passOn(fetched, asked.reason(), Result.MISS);
        case Completion.AskAgain again -> withoutParts(asked, again.reason(), response);
      }
    }
  }

  private void combined(Reuse.Complete asked, Completion.Combined combined, Fetched fetched)
      throws TransferException {
    Body held;
    try {
      held = JoinedBody.of(asked.pieces());
    } catch (TransferException e) {
      fetched.response().close();
      withoutWhatCannotBeRead();
      return;
    }
    Body missing = new ExactBody(fetched.response().body(), combined.missing());
    try (Body whole =
        asked.lacksEnd() ? JoinedBody.of(held, missing) : JoinedBody.of(missing, held)) {
      Fetched all = fetched.as(combined.head(), whole);
      Reason forbidden = combined.forbidden();
      Storing storing =
          forbidden == null
              ? parts.cache().storing(inquiry, all)
              : new Storing.DoNotStore(forbidden);
      passOn(all, storing, asked.reason(), Result.MISS);
    }
  }

  /** Leaves the stored response: it may be sound, and the store itself removes damaged ones. */
  private void withoutWhatCannotBeRead() throws TransferException {
    notes.reuse = Reason.STORE_FAILED;
    fetch(Reason.STORE_FAILED, Result.MISS);
  }

  private void withoutParts(Reuse.Complete asked, Reason reason, Response unfit)
      throws TransferException {
    unfit.close();
    asked.pieces().forEach(piece -> piece.stored().remove());
    notes.reuse = reason;
    fetch(reason, Result.MISS);
  }

  private void unanswered(Reuse.Revalidate asked, TransferException failure)
      throws TransferException {
    shared().left();
    Instant now = parts.clock().instant();
    switch (parts.cache().unanswered(inquiry, asked, failure, now)) {
      case Validation.ServeStaleOnError stale -> {
        notes.failure = failure;
        notes.reuse = stale.reason();
        serveOrFetch(stale.serve(), Result.STALE_HIT);
      }
      case Validation.Failed failed -> fail(failure);
    }
  }

  private void fetch(Reason reason, Result result) throws TransferException {
    notes.origin = inquiry.target().authority();
    Fetched fetched;
    try {
      fetched = parts.origins().fetch(inquiry, inquiry.head().fields(), interim());
    } catch (TransferException e) {
      fail(e);
      return;
    }
    try {
      passOn(parts.cache().invalidate(inquiry, fetched), reason, result);
    } finally {
      fetched.response().close();
    }
  }

  private void passOn(Fetched fetched, Reason asked, Result result) throws TransferException {
    passOn(fetched, parts.cache().storing(inquiry, fetched), asked, result);
  }

  private void passOn(Fetched fetched, Storing storing, Reason asked, Result result)
      throws TransferException {
    ResponseHead head = fetched.head();
    notes.storing = storing.reason();
    if (storing instanceof Storing.DoNotStore(Reason why) && why != Reason.METHOD) {
      parts
          .refusals()
          .add(
              new RecentRefusals.NotStored(
                  inquiry.key(), fetched.receivedAt(), fetched.status(), why));
    }
    Body body = fetched.response().body();
    StoringBody kept = parts.cache().keep(inquiry, found, fetched, storing, shared());
    try (Body sent = kept == null ? body : kept) {
      Fields.Builder fields = Fields.builder().addAll(head.fields());
      Hop.addVia(fields, head.version(), parts.settings().pseudonym());
      parts
          .cacheStatus()
          .addForwarded(fields, asked, fetched.status(), storing, kept != null, waited, inquiry);
      send(new Response(head.withFields(fields.build()), sent), result);
    }
  }

  private PassedInterim interim() {
    return new PassedInterim(client, notes, parts.settings().pseudonym());
  }

  private void send(Response response, Result result) throws TransferException {
    notes.result = result;
    notes.response = response.head();
    client.send(response);
  }

  private void fail(TransferException failure) throws TransferException {
    shared().left();
    parts.own().fail(failure, inquiry.head(), client, notes);
  }
}
