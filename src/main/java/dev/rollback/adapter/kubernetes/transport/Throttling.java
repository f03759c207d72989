package dev.rollback.adapter.kubernetes.transport;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * How long a request may be held back because the server asks for it (429 with {@code
 * Retry-After}): in all no longer than an answer may take.
 *
 * @param end until when, by the clock of {@link System#nanoTime()}
 */
record Throttling(Optional<Long> end) {
  private static final int TOO_MANY_REQUESTS = 429;

  /** Of a request with a time-out; another is never sent again. */
  static Throttling of(HttpRequest request) {
    return new Throttling(request.timeout().map(all -> System.nanoTime() + all.toNanos()));
  }

  static Throttling none() {
    return new Throttling(Optional.empty());
  }

  /** How long to wait before it is sent again; empty where it is not. */
  Optional<Duration> pause(ResponseInfo head) {
    return head.statusCode() == TOO_MANY_REQUESTS
        ? head.headers()
            .firstValue("Retry-After")
            .filter(text -> text.matches("[0-9]{1,6}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)))
            .filter(this::fits)
        : Optional.empty();
  }

  private boolean fits(Duration pause) {
    return end.filter(e -> e - System.nanoTime() > pause.toNanos()).isPresent();
  }

  /** Done when that time has passed. */
  CompletableFuture<Void> after(Duration pause) {
    Executor later = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(() -> {}, later);
  }

  /** What an attempt that is to be made again has failed with. */
  static Optional<Duration> asked(Throwable e) {
    var cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof Asked asked ? Optional.of(asked.pause) : Optional.empty();
  }

  private static final class Asked extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Duration pause;

    Asked(Duration pause) {
      super("the server asks to come back later");
      this.pause = pause;
    }
  }

  /** A body that nobody reads, since the request is sent again. */
  static final class Dropped<T> implements BodySubscriber<T> {
    private final CompletableFuture<T> body = new CompletableFuture<>();
    private final Duration pause;

    Dropped(Duration pause) {
      this.pause = pause;
    }

    @Override
    public CompletionStage<T> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {}

    @Override
    public void onError(Throwable throwable) {
      body.completeExceptionally(throwable);
    }

    @Override
    public void onComplete() {
      body.completeExceptionally(new Asked(pause));
    }
  }
}
