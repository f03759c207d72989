package dev.rollback.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Target;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.web.Headers;
import dev.rollback.web.Paths;
import dev.rollback.web.Request;
import dev.rollback.web.SecretNames;
import dev.rollback.web.Timeouts;
import java.time.Duration;
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
    Headers.check(headers, "`bearer` or `api-key` with a reference");
    Headers.checkNames(List.of(apiKeyHeader));
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
    return Stream.concat(apiKey.stream(), bearer.stream())
        .map(SecretNames::<HttpReader>readable)
        .toList();
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("status == 200");
  }

  @Override
  public Reading<Values> read(HttpReader system) {
    var exchange = new Exchange(system);
    apiKey.ifPresent(key -> exchange.header(apiKeyHeader, key));
    bearer.ifPresent(exchange::bearer);
    var answer =
        system.send(
            new Request(
                "GET", path, headers, exchange.headers(), Optional.empty(), timeout, false));
    return new Reading.Values<>(exchange.values(answer));
  }
}
