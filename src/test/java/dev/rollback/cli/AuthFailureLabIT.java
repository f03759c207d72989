package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.contract.LabNamespace;
import dev.rollback.lab.LabGrid;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The runbook of the sandbox, as it is, where pods are processes and rights are real. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabNamespace.VARIABLE, matches = ".+")
@TestInstance(Lifecycle.PER_CLASS)
class AuthFailureLabIT {
  @RegisterExtension static final LabGrid LAB = new LabGrid();

  private static final String ADMIN = "lab";
  private static final String ONCALL = "oncall";

  @TempDir Path folder;

  /** The generation of the workload with the wrong secret. */
  private OptionalLong shipped = OptionalLong.empty();

  private LabCommandLine rollback() throws IOException {
    return new LabCommandLine(LAB.configuration(folder), folder.resolve("state"));
  }

  private static UnaryOperator<dev.rollback.console.ScriptedConsole> engineer(String target) {
    return console ->
        console
            .answer("Type the name of the target (" + target + ")", target)
            .answer("screenshot", "yes")
            .answer("fallback authentication", "yes")
            .answer("Delete all API keys", "yes");
  }

  /** A test that has written nothing has left what the next one needs. */
  @BeforeEach
  void broken() {
    if (shipped.isEmpty() || shipped.getAsLong() != generation()) {
      LAB.heal();
      LAB.shipWrongSecret();
      shipped = OptionalLong.of(generation());
    }
  }

  private static long generation() {
    return LAB.raw().at("/metadata/generation").asLong();
  }

  @Test
  void healsAWrongSecretWithTheRightsThatDoctorNamesAndIsUndone(TestReporter reporter)
      throws Exception {
    var rollback = rollback();
    try {
      grantWhatDoctorNames(rollback, reporter);
      healsAndIsUndone(rollback, reporter);
    } finally {
      revokeAll();
    }
  }

  private static void healsAndIsUndone(LabCommandLine rollback, TestReporter reporter)
      throws IOException {
    var envBefore = LAB.env();
    var keysBefore = LAB.servers().keyspace();
    try (var customer = LAB.customer();
        var history = LAB.history()) {
      var result = rollback.run(engineer(ONCALL), "scenario", "auth-failure", "--target", ONCALL);
      reporter.publishEntry("scenario", result.took().toString());
      assertThat(result.exit()).as(result::toString).isZero();
      assertThat(customer.awaitServed(Duration.ofSeconds(5))).isTrue();
      reporter.publishEntry("customer", customer.verdict().toString());
      assertServed();
      var run = rollback.latest();
      assertPreviewIsResult(run);
      assertThat(history.seen()).isEqualTo(expectedEnvironments(history.seen().getFirst()));
    }
    var undo = rollback.run("undo", "latest", "--yes");
    reporter.publishEntry("undo", undo.took().toString());
    assertThat(undo.exit()).as(undo::toString).isZero();
    assertThat(LAB.env()).isEqualTo(envBefore);
    assertThat(LAB.raw().at("/spec/replicas").asInt()).isEqualTo(2);
    // The healed service has remembered the customer's key anew: that is not this run's to undo.
    var remembered = "api_key:" + customer().apiKeyId();
    assertThat(undo.out()).contains("39 keys restored; 1 there already, and left");
    var keysAfter = LAB.servers().keyspace();
    assertThat(keysAfter.remove(remembered))
        .isNotNull()
        .isNotEqualTo(keysBefore.remove(remembered));
    assertThat(keysAfter).isEqualTo(keysBefore);
    assertThat(customer().login()).as("as broken as before").isEqualTo(401);
  }

  private static LabCustomer customer() throws IOException {
    return LabCustomer.of(LAB);
  }

  private static void assertServed() throws IOException {
    assertThat(customer().login()).isEqualTo(200);
    assertThat(customer().loginWithWrongPassword()).isEqualTo(401);
    assertThat(customer().useKey()).isEqualTo(200);
    assertThat(customer().anonymous()).isEqualTo(401);
    assertThat(customer().health())
        .contains("\"authentication\":\"fallback\"", "\"maintenance\":false");
  }

  private static void assertPreviewIsResult(RunState run) {
    var changes = run.plan().changes();
    assertThat(changes)
        .extracting(PlannedStep.Change::id)
        .containsExactly("maintenance", "fallback-auth", "stale-keys");
    for (var change : changes) {
      var kept = run.step(change.id()).kept().orElseThrow();
      assertThat(state(kept.before())).as(change.id()).isEqualTo(state(change.before()));
      assertThat(state(kept.after())).as(change.id()).isEqualTo(state(change.after()));
      assertThat(run.step(change.id()).phase())
          .isIn(StepState.Phase.CHANGED, StepState.Phase.UNDONE);
    }
  }

  /** The order of all entries is a hint, and no part of the state: others may have come. */
  private static JsonNode state(JsonNode kept) {
    return kept.deepCopy() instanceof ObjectNode fields ? fields.without("order") : kept;
  }

  /** What the plan promises: each step its own entry, and the temporary one gone at the end. */
  private static List<List<String>> expectedEnvironments(List<String> first) {
    var maintenance = new ArrayList<>(first);
    maintenance.add("GRID_MAINTENANCE_MODE=true");
    UnaryOperator<String> fallback =
        e -> e.replace("AUTH_SYSTEM_ENABLED=true", "AUTH_SYSTEM_ENABLED=false");
    return List.of(
        first,
        maintenance,
        maintenance.stream().map(fallback).toList(),
        first.stream().map(fallback).toList());
  }

  @Test
  void aDryRunWritesNothing(TestReporter reporter) throws IOException {
    var before = LAB.raw();
    var keys = LAB.servers().keyspace();
    var result = rollback().run("scenario", "auth-failure", "--target", ADMIN, "--dry-run");
    reporter.publishEntry("dry-run", result.took().toString());
    assertThat(result.exit()).as(result::toString).isZero();
    assertThat(result.out()).contains("GRID_MAINTENANCE_MODE", "AUTH_SYSTEM_ENABLED", "api_key:*");
    assertThat(LAB.raw()).isEqualTo(before);
    assertThat(LAB.servers().keyspace()).isEqualTo(keys);
    assertThat(folder.resolve("state")).as("no run was recorded").doesNotExist();
  }

  @Test
  void withoutRightsItIsRefusedBeforeTheFirstChange() throws IOException {
    var before = LAB.raw();
    var keys = LAB.servers().keyspace();
    var result = rollback().run("scenario", "auth-failure", "--target", ONCALL);
    assertThat(result.exit()).as(result::toString).isEqualTo(3);
    assertThat(result.err())
        .containsPattern(
            "missing: update deployments.apps/grid-api\\s+needed by maintenance, fallback-auth,")
        .containsPattern("missing: get deployments.apps/grid-api\\s+needed by .*maintenance")
        .contains("create role rollback-update-deployments --verb=update");
    assertThat(result.asked()).isEmpty();
    assertThat(LAB.raw()).isEqualTo(before);
    assertThat(LAB.servers().keyspace()).isEqualTo(keys);
    assertThat(folder.resolve("state")).as("no run was recorded").doesNotExist();
  }

  /** One after the other, each by the remedy that is printed with it; and no others. */
  private static void grantWhatDoctorNames(LabCommandLine rollback, TestReporter reporter)
      throws Exception {
    var named = new ArrayList<String>();
    for (var missing = missing(rollback); !missing.isEmpty(); missing = missing(rollback)) {
      var first = missing.getFirst();
      assertThat(named).as("granted already, and missed again").doesNotContain(what(first));
      named.add(what(first));
      apply(first.path("remedy").asText());
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> missing(rollback).stream().noneMatch(m -> what(m).equals(what(first))));
    }
    assertThat(named)
        .containsExactlyInAnyOrder(
            "kubernetes: get deployments.apps/grid-api",
            "kubernetes: list replicasets.apps",
            "kubernetes: list pods",
            "kubernetes: get pods/log",
            "kubernetes: list events",
            "kubernetes: update deployments.apps/grid-api",
            "kubernetes: get leases.coordination.k8s.io/rollback-run",
            "kubernetes: create leases.coordination.k8s.io",
            "kubernetes: update leases.coordination.k8s.io/rollback-run");
    var doctor = rollback.run("doctor", "auth-failure", "--target", ONCALL);
    reporter.publishEntry("doctor", doctor.took().toString());
    assertThat(doctor.exit()).as(doctor::toString).isZero();
    assertThat(roles()).as("nothing but what was named").hasSize(named.size());
  }

  /** What is missing, and what a run could go on without: evidence that would not be kept. */
  private static List<JsonNode> missing(LabCommandLine rollback) throws IOException {
    var result = rollback.run("doctor", "auth-failure", "--target", ONCALL, "--output", "json");
    var document = new ObjectMapper().readTree(result.out());
    var found = document.path("results").valueStream().toList();
    var unmet = found.stream().anyMatch(r -> !r.path("met").asBoolean());
    assertThat(result.exit()).as(result::toString).isEqualTo(unmet ? 3 : 0);
    return found.stream()
        .filter(r -> !r.path("met").asBoolean() || r.path("warning").asBoolean())
        .filter(r -> r.path("connection").asText().equals("kubernetes"))
        .toList();
  }

  private static String what(JsonNode missing) {
    return missing.path("connection").asText() + ": " + missing.path("what").asText();
  }

  /** As it is printed, with the name of an administrator's context put in. */
  private static void apply(String remedy) throws IOException, InterruptedException {
    assertThat(remedy).contains("kubectl ");
    var command =
        remedy
            .substring(remedy.indexOf("kubectl "))
            .replace("--context ADMIN", "--context " + ADMIN);
    var builder = new ProcessBuilder("sh", "-ec", command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", LabNamespace.kubeconfig().toString());
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(command + "\n" + said).isZero();
  }

  private static List<Role> roles() {
    return LAB.admin().rbac().roles().inNamespace(LAB.namespace()).list().getItems();
  }

  private static void revokeAll() {
    LAB.admin().rbac().roleBindings().inNamespace(LAB.namespace()).delete();
    LAB.admin().rbac().roles().inNamespace(LAB.namespace()).delete();
  }
}
