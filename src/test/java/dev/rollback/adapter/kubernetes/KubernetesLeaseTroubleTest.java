package dev.rollback.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Claim;
import dev.rollback.action.Connection;
import dev.rollback.contract.AnswerCutter;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Leases over a way that breaks off, and which cluster it leads to. */
class KubernetesLeaseTroubleTest {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final Claim HERS =
      new Claim("u", "h", 1, "r", 1, NOW, NOW, Duration.ofSeconds(30), Optional.empty());

  @TempDir Path folder;

  private static int port() {
    return SANDBOX.cluster().uri().getPort();
  }

  /** By way of another port. */
  private Connection<KubernetesReader, KubernetesWriter> through(int port) throws IOException {
    var text = Files.readString(SANDBOX.kubeconfig());
    var file = folder.resolve("kubeconfig-" + port);
    Files.writeString(file, text.replace(":" + port(), ":" + port));
    return Deployments.connect(SANDBOX, file, SANDBOX.context(), SANDBOX.namespace());
  }

  private static boolean replace(
      Connection<KubernetesReader, KubernetesWriter> connection,
      String target,
      Optional<Claim> seen,
      Claim next) {
    return connection.leasePlace().orElseThrow().replace(target, seen, next, connection.writer());
  }

  private static Optional<Claim> read(
      Connection<KubernetesReader, KubernetesWriter> connection, String target) {
    return connection.leasePlace().orElseThrow().read(target, connection.reader());
  }

  @Test
  void aTakingThatIsNotAnsweredMayHaveTakenEffect() throws IOException {
    try (var cutter = AnswerCutter.to(port(), "^POST ");
        var connection = through(cutter.port());
        var other = Deployments.connect(SANDBOX)) {
      var failure =
          catchThrowableOfType(
              SystemException.class, () -> replace(connection, "taken", Optional.empty(), HERS));
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
      assertThat(failure.problem())
          .contains("No answer from", "create leases.coordination.k8s.io in namespace grid");
      assertThat(read(other, "taken")).as("it had").contains(HERS);
    }
  }

  @Test
  void aRenewalThatIsNotAnsweredMayHaveTakenEffect() throws IOException {
    var next = HERS.renewedAt(NOW.plusSeconds(1));
    try (var cutter = AnswerCutter.to(port(), "^PUT ");
        var connection = through(cutter.port());
        var other = Deployments.connect(SANDBOX)) {
      assertThat(replace(connection, "renewed", Optional.empty(), HERS)).isTrue();
      var failure =
          catchThrowableOfType(
              SystemException.class, () -> replace(connection, "renewed", Optional.of(HERS), next));
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
      assertThat(failure.problem()).contains("update leases.coordination.k8s.io/rollback-renewed");
      assertThat(read(other, "renewed")).as("it had").contains(next);
    }
  }

  @Test
  void whatWasOnlyReadHadNoEffect() throws IOException {
    try (var cutter = AnswerCutter.to(port(), "^GET ");
        var connection = through(cutter.port())) {
      var taking =
          catchThrowableOfType(
              SystemException.class, () -> replace(connection, "read", Optional.empty(), HERS));
      assertThat(taking.effect()).isEqualTo(SystemException.Effect.NONE);
      assertThat(taking.problem()).contains("get leases.coordination.k8s.io/rollback-read");
    }
  }

  @Test
  void nobodyListeningIsNoEffect() throws IOException {
    var cutter = AnswerCutter.to(port(), "^$");
    cutter.close();
    try (var connection = through(cutter.port())) {
      var taking =
          catchThrowableOfType(
              SystemException.class, () -> replace(connection, "none", Optional.empty(), HERS));
      assertThat(taking.effect()).isEqualTo(SystemException.Effect.NONE);
      assertThat(taking.problem()).contains("Cannot reach the API server http://127.0.0.1:");
      var identity = catchThrowableOfType(SystemException.class, connection::identity);
      assertThat(identity.problem()).contains("Cannot reach the API server");
    }
  }

  @Test
  void theClusterIsToldByTheUidOfItsSystemNamespace() {
    try (var connection = Deployments.connect(SANDBOX)) {
      var uid = SANDBOX.cluster().get("Namespace", "", "kube-system").at("/metadata/uid").asText();
      assertThat(connection.identity()).contains(uid).contains(connection.identity().orElseThrow());
      try (var denied = SANDBOX.deny("get", "namespaces", "get namespaces")) {
        assertThat(connection.identity()).as(denied.what()).isEmpty();
      }
    }
  }
}
