package dev.rollback.web;

import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks one service by the HTTP client of the JDK: HTTP/1.1, no redirects, no cookies. Nothing is
 * read or sent before the first request. Safe for use by several threads.
 */
public final class Web implements AutoCloseable {
  private final Site site;
  private final Secrets secrets;
  private final Path directory;
  private @Nullable HttpClient client;

  /**
   * Prepares a client.
   *
   * @param directory where relative paths of certificates start
   */
  public Web(Site site, Secrets secrets, Path directory) {
    this.site = site;
    this.secrets = secrets;
    this.directory = directory;
  }

  /** What it leads to. */
  public Site site() {
    return site;
  }

  private synchronized HttpClient client() {
    var opened = client;
    if (opened == null) {
      opened = open();
      client = opened;
    }
    return opened;
  }

  /**
   * Opens a line and closes it: the host is there, the port is open, and its certificate counts.
   * Nothing is asked, so that not even a service which acts on every request does anything.
   *
   * @return what was reached
   * @throws SystemException when nothing was
   */
  public String reach() {
    return new Reach(site, sslContext()).open();
  }

  private Optional<SSLContext> sslContext() {
    return site.tls().map(new TlsContext(directory, secrets)::of);
  }

  private HttpClient open() {
    var builder =
        HttpClient.newBuilder()
            // One request on one line: what was sent when it broke can be told.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(site.connecting())
            .followRedirects(HttpClient.Redirect.NEVER);
    site.proxyAt().map(ProxySelector::of).ifPresent(builder::proxy);
    sslContext().ifPresent(builder::sslContext);
    return builder.build();
  }

  /**
   * Sends one request and reads the answer; a redirect is an answer and is not followed. Of the
   * answer the credentials are masked that were sent, before anybody cuts it: a service may repeat
   * them, and a secret in pieces would be known to nobody any more.
   *
   * @throws SystemException when no answer came in time, saying from where; of unknown effect only
   *     for a request that may have one and that may have been sent
   */
  public Answer send(Request request) {
    var start = System.nanoTime();
    var response = exchange(request);
    var body = response.body();
    var masking = masking(request);
    return new Answer(
        response.uri(),
        response.statusCode(),
        headers(response, masking),
        masking.redact(new String(body, StandardCharsets.UTF_8)),
        body.length >= site.longest(),
        (System.nanoTime() - start) / 1e6);
  }

  private Redactor masking(Request request) {
    var redactor = new Redactor();
    site.account().sent(secrets).forEach(redactor::learn);
    request.credentials().values().forEach(redactor::learn);
    return redactor;
  }

  private HttpRequest build(Request request) {
    var builder = HttpRequest.newBuilder(site.base().at(request.path()));
    site.headers().forEach(builder::setHeader);
    site.account()
        .authorization(secrets)
        .ifPresent(value -> credential(builder, "Authorization", value));
    request.headers().forEach(builder::setHeader);
    request.credentials().forEach((name, value) -> credential(builder, name, value));
    request.body().ifPresent(body -> builder.setHeader("Content-Type", body.type()));
    return builder
        .method(
            request.method(),
            request
                .body()
                .map(body -> HttpRequest.BodyPublishers.ofString(body.content().reveal()))
                .orElseGet(HttpRequest.BodyPublishers::noBody))
        .build();
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

  private HttpResponse<byte[]> exchange(Request request) {
    var built = build(request);
    var errors = new WebErrors(site, built.uri(), request.effect());
    var answer = client().sendAsync(built, _ -> new BoundedBody(site.longest()));
    try {
      // Not the request's own time-out: that one ends with the headers.
      return answer.get(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw errors.of(Optional.ofNullable(e.getCause()).orElse(e));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw errors.silent(request.timeout(), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw errors.of(e);
    }
  }

  private static Map<String, String> headers(HttpResponse<?> response, Redactor masking) {
    var headers = new TreeMap<String, String>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) ->
                headers.put(
                    name.toLowerCase(Locale.ROOT), masking.redact(String.join(", ", values))));
    return headers;
  }

  @Override
  public synchronized void close() {
    var opened = client;
    if (opened != null) {
      opened.shutdownNow();
    }
  }
}
