package dev.rollback.adapter.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Target;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.web.Bodies;
import dev.rollback.web.Paths;
import dev.rollback.web.Request;
import dev.rollback.web.SecretNames;
import dev.rollback.web.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code http.login}: signs in as a user who is there for this. The token that comes back is looked
 * at and forgotten.
 */
@Doc("Signs in with a POST of JSON. The token that comes back is shown nowhere.")
public record Login(
    @Doc("The path, beginning with /.") String path,
    @Doc("The name or e-mail address of a user who is there for this.") SecretRef user,
    @Doc("The password; left out where `wrong-password` is given.") Optional<SecretRef> password,
    @Doc("The field that carries the user.") @Default("email") String userField,
    @Doc("The field that carries the password.") @Default("password") String passwordField,
    @Doc("Sends a random password instead, which a service must refuse with 401.") @Default("false")
        boolean wrongPassword,
    @Doc("How long the whole answer may take.") @Default("PT5S") Duration timeout)
    implements Check<Login.Values, HttpReader> {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they make no request
   */
  public Login {
    Paths.check(path);
    Timeouts.check(timeout);
    if (wrongPassword == password.isPresent()) {
      throw new IllegalArgumentException(
          "give either `password`, a reference, or `wrong-password: true`");
    }
  }

  /** What was read. */
  @Doc("The answer.")
  public record Values(
      @Doc("The status code.") int status,
      @Doc("Whether the answer has a token in it.") boolean token,
      @Doc("The body, where it is JSON, with everything that may be a secret masked.") String body,
      @Doc("How long the whole answer took.") double milliseconds) {}

  @Override
  public Target target() {
    return Target.of("POST " + path);
  }

  @Override
  public List<Requirement<HttpReader>> requirements() {
    return Stream.concat(Stream.of(user), password.stream())
        .map(SecretNames::<HttpReader>readable)
        .toList();
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of(wrongPassword ? "status == 401 && !token" : "status == 200 && token");
  }

  @Override
  public Reading<Values> read(HttpReader system) {
    var name = system.read(user);
    var word = password.map(system::read).orElseGet(system::unguessable);
    var answer = system.send(Request.ask(path, body(name, word), timeout));
    var tokens = LoginAnswer.of(answer.body());
    return new Reading.Values<>(
        new Values(
            answer.status(),
            tokens.token(),
            Bodies.without(List.of(name, word), tokens.shown()),
            answer.milliseconds()));
  }

  private Request.Body body(Sensitive name, Sensitive word) {
    return Request.Body.json(
        JsonNodeFactory.instance
            .objectNode()
            .put(userField, name.reveal())
            .put(passwordField, word.reveal())
            .toString());
  }
}
