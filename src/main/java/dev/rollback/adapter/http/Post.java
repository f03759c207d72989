package dev.rollback.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Target;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.web.Headers;
import dev.rollback.web.Paths;
import dev.rollback.web.Request;
import dev.rollback.web.SecretNames;
import dev.rollback.web.Timeouts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code http.post}: asks with a body. It is a check, and so has no effect. */
@Doc(
    "Sends a POST request that only reads, such as a search or a token introspection, and reads the"
        + " answer. It is sent as often as a check is read, and so must have no effect; what has"
        + " one is `notify.webhook`. Redirects are not followed.")
public record Post(
    @Doc("The path, beginning with /, with its query if it has one.") String path,
    @Doc("What is sent: a text as it stands; a mapping or a list as JSON.") Optional<JsonNode> body,
    @Doc("Fields that are sent as a form, instead of a `body`.") Map<String, String> form,
    @Doc("Fields whose values are secrets: added to the `form`, or to a `body` that is a mapping.")
        Map<String, SecretRef> secretFields,
    @Doc(
            "The Content-Type, where it is not the usual one: text/plain, application/json, or that"
                + " of a form.")
        Optional<String> contentType,
    @Doc("Headers of the request; none that are secret.") Map<String, String> headers,
    @Doc("Headers whose values are secrets.") Map<String, SecretRef> secretHeaders,
    @Doc("A token that is sent as `Authorization: Bearer`.") Optional<SecretRef> bearer,
    @Doc("How long the whole answer may take.") @Default("PT5S") Duration timeout)
    implements Check<Get.Values, HttpReader> {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they make no request
   */
  public Post {
    Paths.check(path);
    Headers.check(headers, "`bearer` or `secret-headers` with a reference");
    Headers.checkNames(secretHeaders.keySet());
    Timeouts.check(timeout);
    if (body.isPresent() && !form.isEmpty()) {
      throw new IllegalArgumentException("give either `body` or `form`");
    }
    if (!secretFields.isEmpty() && body.filter(b -> !b.isObject()).isPresent()) {
      throw new IllegalArgumentException(
          "`secret-fields` are fields of a form or of a `body` that is a mapping");
    }
  }

  @Override
  public Target target() {
    return Target.of("POST " + path);
  }

  @Override
  public List<Requirement<HttpReader>> requirements() {
    return Stream.of(
            secretFields.values().stream(), secretHeaders.values().stream(), bearer.stream())
        .flatMap(references -> references)
        .distinct()
        .map(SecretNames::<HttpReader>readable)
        .toList();
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("status == 200");
  }

  @Override
  public Reading<Get.Values> read(HttpReader system) {
    var exchange = new Exchange(system);
    secretHeaders.forEach(exchange::header);
    bearer.ifPresent(exchange::bearer);
    var sent = content(exchange);
    var request =
        new Request("POST", path, headers, exchange.headers(), Optional.of(sent), timeout, false);
    return new Reading.Values<>(exchange.values(system.send(request)));
  }

  private Request.Body content(Exchange exchange) {
    var usual =
        body.map(b -> b.isTextual() ? text(b.textValue()) : json(b, exchange))
            .orElseGet(() -> form(exchange));
    return new Request.Body(contentType.orElse(usual.type()), usual.content());
  }

  private static Request.Body text(String text) {
    return new Request.Body("text/plain; charset=utf-8", Sensitive.of(text));
  }

  private Request.Body json(JsonNode tree, Exchange exchange) {
    var whole = tree.deepCopy();
    if (whole instanceof ObjectNode object) {
      secretFields.forEach((name, key) -> object.put(name, exchange.secret(key).reveal()));
    }
    return Request.Body.json(whole.toString());
  }

  private Request.Body form(Exchange exchange) {
    var fields = new LinkedHashMap<>(form);
    secretFields.forEach((name, key) -> fields.put(name, exchange.secret(key).reveal()));
    return Request.Body.form(Paths.form(fields));
  }
}
