package dev.rollback.drill;

import dev.rollback.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Somebody who uses the sandbox's service over HTTP and knows nothing of runs. */
public final class Customer implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Sandbox sandbox;

  /** Of this sandbox. */
  public Customer(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** The name to log in with. */
  public String email() {
    return read(sandbox.smokeUser().email());
  }

  /** The right password. */
  public String password() {
    return read(sandbox.smokeUser().password());
  }

  /** The API key. */
  public String apiKey() {
    return read(sandbox.smokeApiKey());
  }

  /** The status of a login with the right password. */
  public int login() {
    return login(password());
  }

  /** The status of a login with this password. */
  public int login(String password) {
    var body = "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email(), password);
    return send(
        HttpRequest.newBuilder(sandbox.http().resolve("/api/auth/login"))
            .POST(BodyPublishers.ofString(body)));
  }

  /** The status of a request with the API key. */
  public int useKey() {
    return send(
        HttpRequest.newBuilder(sandbox.http().resolve("/api/grid")).header("X-API-Key", apiKey()));
  }

  /** The status of a request without credentials. */
  public int anonymous() {
    return send(HttpRequest.newBuilder(sandbox.http().resolve("/api/grid")));
  }

  private int send(HttpRequest.Builder request) {
    try {
      return client
          .send(request.timeout(Duration.ofSeconds(5)).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
