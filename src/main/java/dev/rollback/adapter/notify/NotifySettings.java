package dev.rollback.adapter.notify;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Tls;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.web.Headers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A receiver of messages as {@code rollback.yaml} describes it. */
@Doc(
    "A webhook that takes messages. Its URL is a secret, since whoever has it can write there, and"
        + " so is a reference.")
public record NotifySettings(
    @Doc("Where its URL is kept; never the URL itself.") SecretRef url,
    @Doc("Where a token is kept that is sent as `Authorization: Bearer`.")
        Optional<SecretRef> bearer,
    @Doc("Headers of every message; none that are secret.") Map<String, String> headers,
    @Doc(
            "Whether it drops a message whose Idempotency-Key (or the field for it in the body) it"
                + " has seen: then a message of which no answer came is sent again. Slack does"
                + " not.")
        @Default("false")
        boolean idempotent,
    @Doc("How often a message is tried that certainly was not accepted: 1 to 10.") @Default("4")
        int attempts,
    @Doc("Which certificates count; when missing, what this machine trusts.") Optional<Tls> tls,
    @Doc(
            "http://HOST:PORT of a proxy. When missing, the one that -Dhttp.proxyHost or"
                + " -Dhttps.proxyHost names; variables of the environment are not used.")
        Optional<String> proxy,
    @Doc("How long one answer may take: PT0.1S to PT5M.") @Default(ResponseTimeout.DEFAULT)
        Duration timeout) {
  private static final int MOST_ATTEMPTS = 10;

  /**
   * Takes the settings.
   *
   * @throws IllegalArgumentException when they do not go together
   */
  public NotifySettings {
    Headers.check(headers, "`bearer`");
    ResponseTimeout.check(timeout);
    if (attempts < 1 || attempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException("`attempts` is 1 to " + MOST_ATTEMPTS);
    }
  }

  /** With the usual ways. */
  public NotifySettings(SecretRef url) {
    this(
        url,
        Optional.empty(),
        Map.of(),
        false,
        4,
        Optional.empty(),
        Optional.empty(),
        Duration.parse(ResponseTimeout.DEFAULT));
  }
}
