package dev.rollback.sandbox.site;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Somebody who uses the sample service over HTTP, and knows nothing of runs. Every method answers
 * the status, and throws {@link IOException} where there is no answer, or none in time ({@link
 * java.net.http.HttpTimeoutException}).
 */
public final class Customer implements AutoCloseable {
  private final HttpClient client;
  private final URI base;
  private final Duration patience;

  /**
   * Of a service.
   *
   * @param base its address
   * @param patience how long each answer may take
   */
  public Customer(URI base, Duration patience) {
    this.base = base;
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .build();
  }

  /** Logs in. */
  public int login(String email, String password) throws IOException, InterruptedException {
    return send(
        request("/api/auth/login")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password))));
  }

  /** Asks for the grid with an API key. */
  public int useKey(String apiKey) throws IOException, InterruptedException {
    return send(request("/api/grid").header("X-API-Key", apiKey));
  }

  /** Asks for the grid with the token of a session. */
  public int useToken(String token) throws IOException, InterruptedException {
    return send(request("/api/grid").header("Authorization", "Bearer " + token));
  }

  /** Asks for the grid without credentials. */
  public int anonymous() throws IOException, InterruptedException {
    return send(request("/api/grid"));
  }

  /** Hands a report in, of so many bytes. */
  public int report(String apiKey, int bytes) throws IOException, InterruptedException {
    return send(
        request("/api/reports")
            .header("X-API-Key", apiKey)
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofByteArray("r".repeat(bytes).getBytes(StandardCharsets.UTF_8))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(patience);
  }

  private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  @Override
  public void close() {
    client.close();
  }
}
