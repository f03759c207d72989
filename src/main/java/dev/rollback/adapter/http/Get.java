package dev.rollback.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Target;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code http.get}: asks for one resource. */
@Doc("Sends a GET request and reads the answer. Redirects are not followed.")
public record Get(
    @Doc("The path, beginning with /, with its query if it has one.") String path,
    @Doc("Headers of the request; none that are secret.") Map<String, String> headers,
    @Doc("A key that is sent in the header that `api-key-header` names.")
        Optional<SecretRef> apiKey,
    @Doc("The header for `api-key`.") @Default("X-API-Key") String apiKeyHeader,
    @Doc("A token that is sent as `Authorization: Bearer`.") Optional<SecretRef> bearer,
    @Doc("How long the whole answer may take.") @Default("PT5S") Duration timeout)
    implements Check<Get.Values, HttpReader> {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they make no request
   */
  public Get {
    Paths.check(path);
    Credentials.checkHeaders(headers);
    HttpRequest.newBuilder().setHeader(apiKeyHeader, "x"); // refuses what is no header's name
    Timeouts.check(timeout);
  }

  /** What was read. */
  @Doc("The answer.")
  public record Values(
      @Doc("The status code; a redirect is 301 to 308.") int status,
      @Doc("The body as text, at most 64 KiB.") String body,
      @Doc("The body as JSON; an empty object where it is none.") JsonNode json,
      @Doc("The headers of the answer by lower-case name.") Map<String, String> header,
      @Doc("How long the whole answer took.") double milliseconds) {}

  @Override
  public Target target() {
    return Target.of("GET " + path);
  }

  @Override
  public List<Requirement<HttpReader>> requirements() {
    return Stream.concat(apiKey.stream(), bearer.stream()).map(Credentials::readable).toList();
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("status == 200");
  }

  @Override
  public Reading<Values> read(HttpReader system) {
    var credentials = new LinkedHashMap<String, Sensitive>();
    var secrets = Stream.<Sensitive>builder();
    apiKey
        .map(system::secret)
        .ifPresent(key -> credentials.put(apiKeyHeader, secret(key, secrets)));
    bearer
        .map(system::secret)
        .ifPresent(
            token ->
                credentials.put(
                    "Authorization", Sensitive.of("Bearer " + secret(token, secrets).reveal())));
    var sent = secrets.build().toList();
    var answer =
        system.send(new HttpReader.Request(path, headers, credentials, Optional.empty(), timeout));
    var body = Bodies.without(sent, answer.body());
    return new Reading.Values<>(
        new Values(
            answer.status(),
            body,
            Bodies.jsonOrEmpty(body),
            Bodies.headers(sent, answer.headers()),
            answer.milliseconds()));
  }

  private static Sensitive secret(Sensitive value, Stream.Builder<Sensitive> all) {
    all.add(value);
    return value;
  }
}
