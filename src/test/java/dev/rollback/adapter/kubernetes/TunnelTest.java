package dev.rollback.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.web.TestAuthority;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Clusters that are reached by TLS: through proxies, by own authorities, under other names. */
class TunnelTest {
  @TempDir static Path folder;
  private static TestAuthority authority;

  private final List<StubApi> apis = new ArrayList<>();

  @BeforeAll
  static void certificates() throws Exception {
    authority = TestAuthority.create(folder);
  }

  private StubApi serve(String certificate, boolean wantsOurs) throws Exception {
    var api = new StubApi(authority.server(certificate, wantsOurs));
    apis.add(api);
    return api;
  }

  private StubApi api() {
    return apis.getLast();
  }

  @AfterEach
  void stop() {
    apis.forEach(StubApi::close);
  }

  private static Connection<KubernetesReader, KubernetesWriter> connect(
      String cluster, Map<String, String> environment) throws IOException {
    return StubApi.connect(
        folder, "{certificate-authority: ca.pem, " + cluster + "}", "{token: x}", environment);
  }

  private static SystemException failure(
      Connection<KubernetesReader, KubernetesWriter> connection) {
    return catchThrowableOfType(SystemException.class, () -> StubApi.read(connection));
  }

  @Test
  void anOwnAuthorityBesideTheKubeconfigOrInIt() throws Exception {
    var server = "server: \"https://127.0.0.1:%d\"".formatted(serve("server", false).port());
    try (var connection = connect(server, Map.of())) {
      StubApi.read(connection);
    }
    var data = Base64.getEncoder().encodeToString(Files.readAllBytes(authority.certificate("ca")));
    var inside = "{certificate-authority-data: %s, %s}".formatted(data, server);
    try (var connection = StubApi.connect(folder, inside, "{token: x}", Map.of())) {
      StubApi.read(connection);
    }
    try (var connection = StubApi.connect(folder, "{" + server + "}", "{token: x}", Map.of())) {
      assertThat(failure(connection).problem()).contains("No TLS connection");
    }
    assertThat(api().asked()).hasSize(2);
  }

  @Test
  void aCertificateOfTheClientFromFilesAndFromAPlugin() throws Exception {
    var cluster =
        "{certificate-authority: ca.pem, server: \"https://127.0.0.1:%d\"}"
            .formatted(serve("server", true).port());
    var files = "{client-certificate: client.pem, client-key: client.key}";
    try (var connection = StubApi.connect(folder, cluster, files, Map.of())) {
      StubApi.read(connection);
    }
    Files.writeString(
        folder.resolve("answer"),
        """
        {"apiVersion": "client.authentication.k8s.io/v1beta1", "kind": "ExecCredential",
         "status": {"clientCertificateData": "%s", "clientKeyData": "%s"}}
        """
            .formatted(line(authority.certificate("client")), line(authority.key("client"))));
    var plugin =
        "{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: cat, args: [\"%s\"]}}"
            .formatted(folder.resolve("answer"));
    try (var connection =
        StubApi.connect(folder, cluster, plugin, Map.of("PATH", System.getenv("PATH")))) {
      StubApi.read(connection);
    }
    assertThat(api().asked()).hasSize(2);
  }

  private static String line(Path file) throws IOException {
    return Files.readString(file).replace("\n", "\\n");
  }

  @Test
  void throughTheProxyOfTheKubeconfig() throws Exception {
    serve("server", false);
    try (var proxy = new ConnectProxy(api().port(), "");
        var connection =
            connect(
                "server: \"https://localhost:6443\", proxy-url: \"http://127.0.0.1:%d\""
                    .formatted(proxy.port()),
                Map.of())) {
      StubApi.read(connection);
      assertThat(proxy.asked()).containsExactly("localhost:6443");
    }
  }

  @Test
  void throughTheProxyOfTheEnvironmentUnlessItIsExempt() throws Exception {
    serve("other", false);
    try (var proxy = new ConnectProxy(api().port(), "")) {
      var variables = Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());
      var server = "server: \"https://other.test:6443\"";
      try (var connection = connect(server, variables)) {
        StubApi.read(connection);
      }
      assertThat(proxy.asked()).containsExactly("other.test:6443");
      var exempt = Map.of("HTTPS_PROXY", variables.get("HTTPS_PROXY"), "no_proxy", ".test");
      try (var connection = connect(server, exempt)) {
        assertThat(failure(connection).problem()).contains("its name cannot be resolved");
      }
      assertThat(proxy.asked()).hasSize(1);
    }
  }

  /** Main sets this property, which the platform reads once. */
  @Test
  @EnabledIfSystemProperty(named = "jdk.http.auth.tunneling.disabledSchemes", matches = "^$")
  void aProxyThatWantsAPassword() throws Exception {
    serve("server", false);
    try (var proxy = new ConnectProxy(api().port(), "me:p w")) {
      var server = "server: \"https://localhost:6443\", proxy-url: \"http://%s127.0.0.1:%d\"";
      try (var connection = connect(server.formatted("me:p%20w@", proxy.port()), Map.of())) {
        StubApi.read(connection);
      }
      try (var connection = connect(server.formatted("", proxy.port()), Map.of())) {
        assertThat(failure(connection).problem()).contains("Cannot reach", "localhost:6443", "407");
      }
    }
  }

  @Test
  void aProxyThatLetsNobodyThroughWhichIsCertainlyNoEffect() throws Exception {
    serve("server", false);
    try (var proxy = new ConnectProxy(api().port(), ConnectProxy.NOBODY);
        var connection =
            connect(
                "server: \"https://localhost:6443\", proxy-url: \"http://127.0.0.1:%d\""
                    .formatted(proxy.port()),
                Map.of())) {
      var lease = new LeaseBuilder().withNewMetadata().withName("l").endMetadata().build();
      var failure =
          catchThrowableOfType(SystemException.class, () -> connection.writer().create(lease));
      assertThat(failure.problem()).contains("Cannot reach", "403");
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    }
  }

  @Test
  void aCertificateWithAnotherNameThanTheAddress() throws Exception {
    var server = "server: \"https://127.0.0.1:%d\"".formatted(serve("other", false).port());
    try (var connection = connect(server + ", tls-server-name: other.test", Map.of())) {
      StubApi.read(connection);
    }
    try (var connection = connect(server, Map.of())) {
      assertThat(failure(connection).problem()).contains("No TLS connection");
    }
    try (var connection = connect(server + ", tls-server-name: third.test", Map.of())) {
      assertThat(failure(connection).problem()).contains("No TLS connection", "third.test");
    }
    assertThat(api().asked()).hasSize(1);
  }
}
