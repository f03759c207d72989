package dev.rollback.web;

import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who one is for a service: nobody, a user with a password, or the bearer of a token. Settings have
 * it as three keys: `user`, `password`, `bearer`.
 */
public record Account(
    Optional<String> user, Optional<SecretRef> password, Optional<SecretRef> bearer) {

  /**
   * Takes the three.
   *
   * @throws IllegalArgumentException when they are half of a login, or two
   */
  public Account {
    if (user.isPresent() != password.isPresent()) {
      throw new IllegalArgumentException(
          "`user` and `password` go together: give both, or neither");
    }
    if (user.isPresent() && bearer.isPresent()) {
      throw new IllegalArgumentException("give either `user` and `password`, or `bearer`");
    }
    if (user.filter(u -> u.isEmpty() || u.contains(":")).isPresent()) {
      throw new IllegalArgumentException("the user is empty or has a colon in it");
    }
  }

  /** Nobody. */
  public static Account nobody() {
    return new Account(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The secret that it needs, if any. */
  public Optional<SecretRef> secret() {
    return password.or(() -> bearer);
  }

  /**
   * The value of the header Authorization, if any.
   *
   * @throws dev.rollback.diagnostic.SystemException when the secret cannot be read
   */
  Optional<Sensitive> authorization(Secrets secrets) {
    return bearer
        .map(token -> Sensitive.of("Bearer " + secrets.read(token).reveal()))
        .or(() -> password.map(word -> basic(secrets.read(word))));
  }

  /** What of that must be shown nowhere, also where a service repeats it. */
  List<Sensitive> sent(Secrets secrets) {
    return Stream.concat(
            bearer.map(secrets::read).stream(),
            password.map(secrets::read).stream().flatMap(word -> Stream.of(word, login(word))))
        .toList();
  }

  private Sensitive basic(Sensitive word) {
    return Sensitive.of("Basic " + login(word).reveal());
  }

  /** In base64 a password that has a user before it looks different from the password alone. */
  private Sensitive login(Sensitive word) {
    var login = user.orElseThrow() + ":" + word.reveal();
    return Sensitive.of(Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
  }
}
