package dev.rollback.adapter.kubernetes.transport;

import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The platform's client, with a request's time-out holding to the end of the answer. A request that
 * the server has no time for, and has therefore not looked at, is sent again when the server says.
 */
final class TimedHttpClient extends HttpClient {
  private static final int UNAUTHORIZED = 401;
  private static final int PROXY_UNAUTHORIZED = 407;

  private final HttpClient client;
  private final Runnable unauthorized;

  /**
   * Sends by that client.
   *
   * @param unauthorized is told when the server does not accept the credentials
   */
  TimedHttpClient(HttpClient client, Runnable unauthorized) {
    this.client = client;
    this.unauthorized = unauthorized;
  }

  private <T> BodyHandler<T> timed(
      HttpRequest request, Throttling throttling, BodyHandler<T> handler) {
    var began = System.nanoTime();
    return head -> {
      if (head.statusCode() == UNAUTHORIZED) {
        unauthorized.run();
      }
      var pause = throttling.pause(head);
      if (pause.isPresent()) {
        return new Throttling.Dropped<>(pause.get());
      }
      var body = handler.apply(head);
      var passed = Duration.ofNanos(System.nanoTime() - began);
      return request
          .timeout()
          .<HttpResponse.BodySubscriber<T>>map(all -> new TimedBody<>(body, all.minus(passed)))
          .orElse(body);
    };
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(request, timed(request, Throttling.none(), handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return attempt(request, Throttling.of(request), handler);
  }

  private <T> CompletableFuture<HttpResponse<T>> attempt(
      HttpRequest request, Throttling throttling, BodyHandler<T> handler) {
    return client
        .sendAsync(request, timed(request, throttling, handler))
        .thenCompose(TimedHttpClient::throughTheProxy)
        .exceptionallyCompose(
            e ->
                Throttling.asked(e)
                    .map(
                        pause ->
                            throttling
                                .after(pause)
                                .thenCompose(_ -> attempt(request, throttling, handler)))
                    .orElseGet(() -> CompletableFuture.failedFuture(e)));
  }

  /** The platform hands on a proxy's refusal as if it were the server's answer, without a body. */
  private static <T> CompletableFuture<HttpResponse<T>> throughTheProxy(HttpResponse<T> answer) {
    return answer.statusCode() == PROXY_UNAUTHORIZED
        ? CompletableFuture.failedFuture(
            new ConnectException(
                "the proxy does not accept its credentials, or there are none in its URL (407)"))
        : CompletableFuture.completedFuture(answer);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
    return client.sendAsync(request, timed(request, Throttling.none(), handler), pushes);
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return client.newWebSocketBuilder();
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }

  @Override
  public void shutdown() {
    client.shutdown();
  }

  @Override
  public boolean awaitTermination(Duration duration) throws InterruptedException {
    return client.awaitTermination(duration);
  }

  @Override
  public boolean isTerminated() {
    return client.isTerminated();
  }

  @Override
  public void shutdownNow() {
    client.shutdownNow();
  }

  @Override
  public void close() {
    client.close();
  }
}
