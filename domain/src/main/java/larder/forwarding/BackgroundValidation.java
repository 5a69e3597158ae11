package larder.forwarding;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import larder.caching.Reuse;
import larder.caching.Validation;
import larder.forwarding.OriginSide.Fetched;
import larder.http.TransferException;
import larder.store.StoreKey;

/** Validates after a stale answer was sent (RFC 5861, section 3), once per key at a time. */
final class BackgroundValidation {
  private final Ports ports;
  private final OriginSide origins;
  private final CacheSide cache;
  private final Set<StoreKey> underWay = ConcurrentHashMap.newKeySet();

  BackgroundValidation(Ports ports, OriginSide origins, CacheSide cache) {
    this.ports = ports;
    this.origins = origins;
    this.cache = cache;
  }

  void begin(Inquiry inquiry, Reuse.Revalidate asked) {
    if (!underWay.add(inquiry.key())) {
      return;
    }
    boolean begun = false;
    try {
      ports.background().execute(() -> validate(inquiry.withoutContent(), asked));
      begun = true;
    } catch (RejectedExecutionException e) {
      // Too many are running, or the proxy is closing: the next request tries again.
    } finally {
      if (!begun) {
        underWay.remove(inquiry.key());
      }
    }
  }

  private void validate(Inquiry inquiry, Reuse.Revalidate asked) {
    try {
      Fetched fetched = origins.fetch(inquiry, asked.fields(), interim -> {});
      try {
        conclude(inquiry, fetched, cache.validated(inquiry, asked, fetched));
      } finally {
        fetched.response().close();
      }
    } catch (TransferException e) {
      // The stale response stays as it is; the next request tries again.
    } finally {
      underWay.remove(inquiry.key());
    }
  }

  private void conclude(Inquiry inquiry, Fetched fetched, Validation validation)
      throws TransferException {
    switch (validation) {
      case Validation.Freshened freshened -> cache.freshen(freshened);
      case Validation.Replaced replaced -> {
        StoringBody kept =
            cache.keep(
                inquiry,
                List.of(),
                fetched,
                cache.storing(inquiry, fetched),
                SharedFetch.ofNobodyElse());
        if (kept != null) {
          kept.writeTo(bytes -> bytes.position(bytes.limit()));
        }
      }
      case Validation.AskAgain again -> {}
      case Validation.ServeStaleOnError stale -> {}
      case Validation.Failed failed -> {}
    }
  }
}
