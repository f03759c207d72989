package dev.rollback.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a customer of the sample service does. */
final class GridClient implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Sandbox sandbox;

  GridClient(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  HttpResponse<String> login() {
    return login(read(sandbox.smokeUser().email()), read(sandbox.smokeUser().password()));
  }

  HttpResponse<String> login(String email, String password) {
    String body = "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password);
    return send(request("/api/auth/login").POST(BodyPublishers.ofString(body)));
  }

  int withApiKey() {
    return get("/api/grid", "X-API-Key", read(sandbox.smokeApiKey())).statusCode();
  }

  @Override
  public void close() {
    client.close();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    URI uri = sandbox.http().resolve(path);
    return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
