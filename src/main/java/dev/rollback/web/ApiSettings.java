package dev.rollback.web;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Tls;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the settings of every system with an API over HTTP have in common. Each is a record of its
 * own, since its components are what is written in {@code rollback.yaml}.
 */
public interface ApiSettings {
  /** How much of an answer is read, in bytes. */
  int LONGEST_ANSWER = 8 << 20;

  /** Its URL, without the path of its API. */
  String base();

  /** The user that it asks for. */
  Optional<String> user();

  /** Where that user's password is kept. */
  Optional<SecretRef> password();

  /** Where a token is kept that is sent in the place of a password. */
  Optional<SecretRef> bearer();

  /** Headers of every request; none is secret. */
  Map<String, String> headers();

  /** Which certificates count. */
  Optional<Tls> tls();

  /** The URL of a proxy. */
  Optional<String> proxy();

  /** How long one answer may take. */
  Duration timeout();

  /**
   * Refuses what does not go together; asked when such a record is made.
   *
   * @throws IllegalArgumentException saying what to write
   */
  static void check(
      Optional<String> user,
      Optional<SecretRef> password,
      Optional<SecretRef> bearer,
      Map<String, String> headers,
      Duration timeout) {
    var _ = new Account(user, password, bearer);
    Headers.check(headers, "`bearer`, or `user` and `password`");
    ResponseTimeout.check(timeout);
  }

  /**
   * The service that they describe.
   *
   * @throws dev.rollback.diagnostic.UserException when its URLs cannot be used
   */
  default Site site() {
    return new Site(
        Base.parse(base()),
        Optional.empty(),
        new Account(user(), password(), bearer()),
        headers(),
        tls(),
        proxy(),
        ResponseTimeout.connecting(timeout()),
        LONGEST_ANSWER);
  }
}
