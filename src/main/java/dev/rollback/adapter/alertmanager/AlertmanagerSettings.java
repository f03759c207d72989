package dev.rollback.adapter.alertmanager;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Tls;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.web.ApiSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** An Alertmanager as {@code rollback.yaml} describes it. */
@Doc("Alertmanager, or what answers as one at /api/v2.")
public record AlertmanagerSettings(
    @Doc("Its URL without /api/v2, without a password: http://alertmanager:9093.") String base,
    @Doc("The user that it asks for, with `password`.") Optional<String> user,
    @Doc("Where that user's password is kept; never the password itself.")
        Optional<SecretRef> password,
    @Doc("Where a token is kept that is sent as `Authorization: Bearer`.")
        Optional<SecretRef> bearer,
    @Doc("Headers of every request, such as X-Scope-OrgID; none that are secret.")
        Map<String, String> headers,
    @Doc("Which certificates count; when missing, what this machine trusts.") Optional<Tls> tls,
    @Doc(
            "http://HOST:PORT of a proxy. When missing, the one that -Dhttp.proxyHost or"
                + " -Dhttps.proxyHost names; variables of the environment are not used.")
        Optional<String> proxy,
    @Doc("How long one answer may take: PT0.1S to PT5M.") @Default(ResponseTimeout.DEFAULT)
        Duration timeout,
    @Doc("How long a silence may last at most.") @Default(AlertmanagerSettings.LONGEST)
        Duration longest)
    implements ApiSettings {
  private static final String LONGEST = "PT24H";

  /**
   * Takes the settings.
   *
   * @throws IllegalArgumentException when they do not go together
   */
  public AlertmanagerSettings {
    ApiSettings.check(user, password, bearer, headers, timeout);
    if (longest.toSeconds() < 1) {
      throw new IllegalArgumentException("`longest` is a time of at least one second");
    }
  }

  /** Without any login, and with the usual times. */
  public AlertmanagerSettings(String base) {
    this(
        base,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Duration.parse(ResponseTimeout.DEFAULT),
        Duration.parse(LONGEST));
  }
}
