package dev.rollback.cli;

import dev.rollback.lab.LabGrid;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;

/**
 * What a customer gets, asked over HTTP from outside: the status of each answer.
 *
 * @param base the service's one address
 */
record LabCustomer(URI base, String email, String password, String apiKey) {

  static LabCustomer of(LabGrid grid) throws IOException {
    var servers = grid.servers();
    return new LabCustomer(
        grid.http(),
        Files.readString(servers.smokeUser().email()),
        Files.readString(servers.smokeUser().password()),
        Files.readString(servers.smokeApiKey()));
  }

  /** The part of the API key by which it is known. */
  String apiKeyId() {
    return apiKey.split("\\.", 2)[0];
  }

  int login() throws IOException {
    return login(password);
  }

  int loginWithWrongPassword() throws IOException {
    return login(password + "?");
  }

  private int login(String typed) throws IOException {
    var body = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, typed);
    return status(request("/api/auth/login").POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  int useKey() throws IOException {
    return status(request("/api/grid").header("X-API-Key", apiKey));
  }

  int anonymous() throws IOException {
    return status(request("/api/grid"));
  }

  /** The body of its answer about its own health. */
  String health() throws IOException {
    return send(request("/health")).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(10));
  }

  private static int status(HttpRequest.Builder request) throws IOException {
    return send(request).statusCode();
  }

  private static java.net.http.HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
