package dev.rollback.adapter.prometheus;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Tls;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.web.ApiSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A Prometheus server as {@code rollback.yaml} describes it. */
@Doc("A Prometheus server, or what answers as one: Thanos, Mimir, VictoriaMetrics.")
public record PrometheusSettings(
    @Doc("Its URL without /api/v1, without a password: http://prometheus:9090.") String base,
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
        Duration timeout)
    implements ApiSettings {

  /**
   * Takes the settings.
   *
   * @throws IllegalArgumentException when they do not go together
   */
  public PrometheusSettings {
    ApiSettings.check(user, password, bearer, headers, timeout);
  }

  /** Without any login, and with the usual time-out. */
  public PrometheusSettings(String base) {
    this(
        base,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Duration.parse(ResponseTimeout.DEFAULT));
  }
}
