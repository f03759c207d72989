package dev.rollback.adapter.kubernetes.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.UserException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private static Optional<String> address(String server, Map<String, String> environment) {
    return Proxies.of(URI.create(server), Optional.empty(), environment)
        .map(p -> p.address().getHostString() + ":" + p.address().getPort());
  }

  @Test
  void theVariableGoesByTheSchemeOfTheServer() {
    var both = Map.of("HTTPS_PROXY", "http://secure:3128", "http_proxy", "plain");
    assertThat(address("https://cluster.test", both)).contains("secure:3128");
    assertThat(address("http://cluster.test", both)).contains("plain:80");
    assertThat(address("https://cluster.test", Map.of("HTTP_PROXY", "http://plain:1"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cluster.test, true",
    ".cluster.test, false",
    "test, true",
    ".test, true",
    "*.test, true",
    "uster.test, false",
    "*, true",
    "cluster.test:6443, true",
    "cluster.test:443, false",
    "'a.b, CLUSTER.test', true",
    "10.0.0.0/8, false",
  })
  void namesWithoutAProxy(String noProxy, boolean direct) {
    var environment = Map.of("HTTPS_PROXY", "http://p:1", "NO_PROXY", noProxy);
    assertThat(address("https://cluster.test:6443", environment).isEmpty()).isEqualTo(direct);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.0.0.0/8, true",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.0/30, true",
    "10.1.2.7, 10.1.2.0/30, false",
    "10.1.2.3, fd00::/8, false",
    "10.1.2.3, 10.0.0.0/99, false",
    "[fd00::1], fd00::/8, true",
    "[fd00::1], fe80::/10, false",
  })
  void addressesWithoutAProxy(String host, String noProxy, boolean direct) {
    var environment = Map.of("HTTPS_PROXY", "http://p:1", "NO_PROXY", noProxy);
    assertThat(address("https://" + host + ":6443", environment).isEmpty()).isEqualTo(direct);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://localhost:1", "https://127.0.0.2", "https://[::1]:6443"})
  void thisMachineIsNeverBehindAProxyOfTheEnvironment(String server) {
    var environment = Map.of("HTTPS_PROXY", "http://p:1");
    assertThat(address(server, environment)).isEmpty();
    assertThat(Proxies.of(URI.create(server), Optional.of("http://p:1"), environment)).isPresent();
  }

  @Test
  void theKubeconfigComesFirstAndKnowsNoExceptions() {
    var environment = Map.of("HTTPS_PROXY", "http://p:1", "NO_PROXY", "*");
    var proxy =
        Proxies.of(
            URI.create("https://cluster.test"), Optional.of("http://me:pw@mine"), environment);
    assertThat(proxy.map(p -> p.address().getHostString())).contains("mine");
    assertThat(proxy.flatMap(Proxies::credentials)).contains("me:pw");
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://me:s3cr3t@p:1", "https://me:s3cr3t@p", "http://me:s3 cr3t@"})
  void whatCannotBeUsedIsToldWithoutItsPassword(String proxy) {
    assertThatThrownBy(() -> Proxies.of(URI.create("https://c"), Optional.of(proxy), Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("`proxy-url`")
        .hasMessageNotContaining("s3");
  }
}
