package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollback.console.Prompt;
import dev.rollback.drill.Customer;
import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.fault.Faults;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One runbook for an incident of which nobody knows the cause yet: it calls the one that fits. */
class IncidentTest {
  @TempDir private Path home;

  private Sandbox sandbox;
  private Customer customer;
  private Shell shell;
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void start() {
    sandbox = Sandbox.start();
    customer = new Customer(sandbox);
    shell =
        new Shell(home)
            .export("ROLLBACK_CONFIG", DrillTarget.write(sandbox).toString())
            .export("ROLLBACK_RUNBOOKS", Path.of("runbooks").toAbsolutePath().toString());
    // A silence ends by the clock of the server that keeps it.
    shell.clock().forward(Duration.between(shell.clock().instant(), Instant.now()));
  }

  @AfterEach
  void stop() {
    customer.close();
    sandbox.close();
  }

  private Shell.Result incident(String... more) {
    asked.clear();
    var words =
        new ArrayList<>(List.of("scenario", "incident", "-p", "backup=false", "-p", "rate=10s"));
    words.addAll(List.of(more));
    return shell.attended(this::agreed, words.toArray(String[]::new));
  }

  private Optional<String> agreed(Prompt prompt) {
    asked.add(prompt.shown());
    return prompt.choices().isEmpty() ? Optional.of(DrillTarget.NAME) : Optional.of(Prompt.YES);
  }

  @Test
  void nothingIsDoneOrAskedWhileAllIsWell() throws Exception {
    var result = incident();

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("Nothing to do");
    assertThat(asked).isEmpty();
    assertThat(silences()).isEqualTo("[]");
  }

  @Test
  void theScenarioWhoseCauseIsFoundHeals() throws Exception {
    sandbox.inject(Faults.STALE_KEYS);
    assertThat(customer.useKey()).isEqualTo(401);

    var result = incident();

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(customer.useKey()).isEqualTo(200);
    assertThat(customer.login()).isEqualTo(200);
    assertThat(result.out()).contains("auth-failure/stale-keys");
    assertThat(asked)
        .as("what is signed by hand")
        .anyMatch(question -> question.contains("production, and critical"))
        .anyMatch(question -> question.contains("Stakeholders know"));
    assertThat(silences()).as("only for a rollback of commits").isEqualTo("[]");
    assertThat(shell.run("report").out()).contains("Root cause").contains("Revert the reverts");
    assertThat(incident().out()).contains("Nothing to do");
  }

  @Test
  void aRolloutThatDoesNotGetOnIsTakenBackAfterItsEvidenceWasKept() {
    sandbox.patch(
        "Deployment",
        "grid-api",
        """
        {"spec": {"template": {"spec": {"containers": [
          {"name": "grid-api", "env": [{"name": "RATE_LIMIT_REQUESTS", "value": "many"}]}]}}}}
        """);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                sandbox.object("Deployment", "grid-api").at("/status/updatedReplicas").asInt() == 1
                    && sandbox.object("Deployment", "grid-api").at("/status/replicas").asInt() > 1);

    var result = incident();

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("stuck-rollout");
    assertThat(asked).anyMatch(question -> question.contains("Take the rollout of grid-api back?"));
    assertThat(sandbox.object("Deployment", "grid-api").toString()).doesNotContain("\"many\"");
    assertThat(sandbox.object("Deployment", "grid-api").at("/status/updatedReplicas").asInt())
        .isEqualTo(3);
    assertThat(customer.login()).isEqualTo(200);
  }

  @Test
  void aRollbackOfCommitsIsSilentInItsOwnAlertsAlone() throws Exception {
    var parameters = new ArrayList<String>();
    Faults.BAD_COMMITS.parameters(sandbox).entrySet().stream()
        .filter(p -> !p.getKey().equals("window"))
        .forEach(p -> parameters.addAll(List.of("-p", p.getKey() + "=" + p.getValue())));
    sandbox.inject(Faults.BAD_COMMITS);

    var result = incident(parameters.toArray(String[]::new));

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(IntStream.range(0, 20).map(_ -> customer.useKey()).distinct()).containsExactly(200);
    assertThat(silences())
        .contains("GridCacheTtlOutOfRange", "GridCacheValueRejected", "GridApiKeyHmacMismatch")
        .doesNotContain("\"isRegex\":true");

    var undone = shell.run("undo", "latest", "--yes");
    assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
    assertThat(silences()).as("all have ended").doesNotContain("\"active\"");
  }

  private String silences() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(sandbox.alertmanager() + "/api/v2/silences"))
                  .build(),
              BodyHandlers.ofString())
          .body();
    }
  }
}
