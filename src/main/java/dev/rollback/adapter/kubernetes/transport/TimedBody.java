package dev.rollback.adapter.kubernetes.transport;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * A body that has to be there in time. The platform's time-out of a request ends with the head of
 * the answer, and a body that stops in its middle would be waited for endlessly.
 */
final class TimedBody<T> implements BodySubscriber<T> {
  private final BodySubscriber<T> body;
  private final Duration left;
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /**
   * Takes the body for somebody.
   *
   * @param left how long it may take
   */
  TimedBody(BodySubscriber<T> body, Duration left) {
    this.body = body;
    this.left = left;
  }

  @Override
  public CompletionStage<T> getBody() {
    return body.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    body.onSubscribe(subscription);
    var _ =
        end.orTimeout(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS)
            .whenComplete(
                (_, late) -> {
                  if (late != null) {
                    subscription.cancel(); // which also closes the connection
                    tell(() -> body.onError(new HttpTimeoutException("the answer stopped")));
                  }
                });
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    if (!end.isDone()) {
      tell(() -> body.onNext(item));
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (end.complete(null)) {
      tell(() -> body.onError(failure));
    }
  }

  @Override
  public void onComplete() {
    if (end.complete(null)) {
      tell(body::onComplete);
    }
  }

  /** A subscriber is told one thing at a time. */
  private synchronized void tell(Runnable what) {
    what.run();
  }
}
