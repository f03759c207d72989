package dev.rollback.adapter.http;

import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** Asks by the HTTP client of the JDK: no proxy, no redirects, no cookies. */
final class JdkHttpReader implements HttpReader, AutoCloseable {
  private static final int LONGEST = 64 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Base base;
  private final Secrets secrets;
  private final RandomGenerator random;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  JdkHttpReader(Base base, Secrets secrets, RandomGenerator random) {
    this.base = base;
    this.secrets = secrets;
    this.random = random;
  }

  @Override
  public Answer send(Request request) {
    var start = System.nanoTime();
    var response = exchange(build(request), request.timeout());
    return new Answer(
        response.uri(),
        response.statusCode(),
        headers(response),
        new String(response.body(), StandardCharsets.UTF_8),
        (System.nanoTime() - start) / 1e6);
  }

  private HttpRequest build(Request request) {
    var builder = HttpRequest.newBuilder(base.at(request.path()));
    request.headers().forEach(builder::setHeader);
    request.credentials().forEach((name, value) -> credential(builder, name, value));
    request
        .json()
        .ifPresent(
            body ->
                builder
                    .setHeader("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body.reveal())));
    return builder.build();
  }

  private static void credential(HttpRequest.Builder builder, String name, Sensitive value) {
    try {
      builder.setHeader(name, value.reveal());
    } catch (IllegalArgumentException e) {
      // The client's own message would repeat the value.
      throw SystemException.refused(
          "The secret for the header " + name + " has characters that no header can carry.",
          "Check what the secret refers to: a line break inside it, perhaps.");
    }
  }

  private HttpResponse<byte[]> exchange(HttpRequest request, Duration timeout) {
    var answer = client.sendAsync(request, _ -> new BoundedBody(LONGEST));
    try {
      // Not the request's own time-out: that one ends with the headers.
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw HttpErrors.of(request.uri(), Optional.ofNullable(e.getCause()).orElse(e));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw HttpErrors.silent(request.uri(), timeout, e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw HttpErrors.of(request.uri(), e);
    }
  }

  private static Map<String, String> headers(HttpResponse<?> response) {
    var headers = new TreeMap<String, String>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    return headers;
  }

  @Override
  public Sensitive secret(SecretRef reference) {
    return secrets.read(reference);
  }

  @Override
  public Sensitive unguessable() {
    var bytes = new byte[24];
    random.nextBytes(bytes);
    return Sensitive.of(HexFormat.of().formatHex(bytes));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
