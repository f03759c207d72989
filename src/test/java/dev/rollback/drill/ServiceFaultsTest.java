package dev.rollback.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.cli.Shell;
import dev.rollback.console.Prompt;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The limiter, the cache, the memory and the database of the service were broken; what broke is
 * there in the real systems, and the scenario for it brings customers back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceFaultsTest {
  private Production production;
  private Customer customer;
  private Shell shell;

  @TempDir private Path home;

  @BeforeAll
  void start() {
    production = new Production();
    customer = new Customer(production.sandbox());
  }

  @AfterAll
  void stop() {
    customer.close();
    production.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    var runbooks = Files.createDirectories(home.resolve("runbooks"));
    try (var files = Files.list(Path.of("runbooks"))) {
      for (var file : files.toList()) {
        Files.copy(file, runbooks.resolve(file.getFileName().toString()));
      }
    }
    var postgres = production.sandbox().postgres().split("\\?user=", 2);
    production.configure(
        home,
        List.of(
            "postgres: {url: \"%s\", user: \"%s\"}".formatted(postgres[0], postgres[1]),
            "prometheus: {base: \"%s\"}".formatted(production.sandbox().prometheus())));
    shell = new Shell(home);
  }

  @AfterEach
  void putBack() {
    production.redis().unlimited();
    production.putBack();
  }

  @Test
  void aLimiterThatCountsTheLoadBalancerIsTakenBackWithItsRelease() {
    inject(Faults.PROXY_ADDRESS);
    assertThat(customer.login()).isEqualTo(429);
    assertThat(counters()).as("one bucket for all, and the sandbox's neighbour").hasSize(2);
    var broken = image();

    heals(Faults.PROXY_ADDRESS, "rate-limiting");

    assertThat(counters()).doesNotContain("ratelimit:ip:192.0.2.7");
    undoes();
    assertThat(image()).isEqualTo(broken);
  }

  @Test
  void aLimitIsRaisedForATimeWhereTheReleaseCannotGo() {
    inject(Faults.PROXY_ADDRESS);

    heals(Faults.PROXY_ADDRESS, "rate-limiting", "-p", "remedy=raise");

    assertThat(production.environment().toString()).contains("RATE_LIMIT_REQUESTS");
    assertThat(shell.run("status").out()).contains("raise");
    undoes();
  }

  @Test
  void twiceTheRequestsInTwiceTheTimeAreNoHigherLimit() {
    inject(Faults.PROXY_ADDRESS);

    var result =
        run("rate-limiting", "-p", "remedy=raise", "-p", "requests=200", "-p", "per-seconds=120");

    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(5);
    assertThat(result.out()).contains("The limit is higher than before");
  }

  @Test
  void limitsStayOnInAnAttack() {
    production.setEnv("LOGIN_RATE_LIMIT", "30");
    for (var guess = 0; guess < 60; guess++) {
      customer.login("guess-" + guess);
    }
    assertThat(customer.login()).isEqualTo(429);
    var environment = production.environment().deepCopy();
    var counters = counters();

    var result = run("rate-limiting", "-p", "remedy=off");

    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(7);
    assertThat(result.err()).contains("the limits stay on, and security-incident is the runbook");
    assertThat(production.environment()).isEqualTo(environment);
    assertThat(counters()).isEqualTo(counters);
  }

  @Test
  void entriesThatNoReleaseCanReadAreDeletedAndNoOthers() {
    inject(Faults.POISONED_CACHE);
    assertThat(customer.login()).isEqualTo(200);
    assertThat(customer.useKey()).isEqualTo(500);

    heals(Faults.POISONED_CACHE, "cache-failure");

    assertThat(production.redis().read()).containsKeys("cache:grid page 1", "api_key_stats");
    undoes();
  }

  @Test
  void aReleaseThatUsesKeysIsTakenBack() {
    inject(Faults.BLOCKING_KEYS);
    assertThat(production.redis().calls().get("keys"))
        .as("more than it measured with")
        .isGreaterThan(43);

    heals(Faults.BLOCKING_KEYS, "cache-failure");
  }

  @Test
  void whatFillsRedisIsDeletedAndComesBackWithAnUndo() {
    inject(Faults.MEMORY_FULL);
    assertThat(customer.login()).isEqualTo(500);
    var reports = reports();
    assertThat(reports).isNotEmpty();

    heals(Faults.MEMORY_FULL, "memory-pressure");

    assertThat(reports()).isEmpty();
    undoes();
    assertThat(reports()).isEqualTo(reports);
  }

  @Test
  void aReleaseWithASlowQueryIsTakenBackAndRedisIsLeftAlone() {
    inject(Faults.SLOW_QUERY);
    var unlinked = production.redis().calls().getOrDefault("unlink", 0L);

    heals(Faults.SLOW_QUERY, "performance-degradation");

    assertThat(production.redis().calls().getOrDefault("unlink", 0L)).isEqualTo(unlinked);
  }

  private void inject(Fault fault) {
    production.sandbox().inject(fault);
  }

  private String image() {
    var containers = production.deployment().getSpec().getTemplate().getSpec().getContainers();
    return containers.getFirst().getImage();
  }

  private List<String> counters() {
    return names("ratelimit:ip:");
  }

  private List<String> reports() {
    return names("batch:report:");
  }

  private List<String> names(String prefix) {
    return production.redis().read().keySet().stream().filter(k -> k.startsWith(prefix)).toList();
  }

  /** Customers are served again, a second run finds nothing to do, and the fault is gone. */
  private void heals(Fault fault, String scenario, String... more) {
    var parameters =
        Stream.concat(
                fault.parameters(production.sandbox()).entrySet().stream()
                    .flatMap(p -> Stream.of("-p", p.getKey() + "=" + p.getValue())),
                Stream.of(more))
            .toArray(String[]::new);
    var healed = run(scenario, parameters);

    assertThat(healed.exit()).as(healed.out() + healed.err()).isZero();
    assertThat(healed.out())
        .containsPattern(
            fault.causes().stream().map("FOUND +%s"::formatted).collect(Collectors.joining("|")));
    assertThat(customer.login()).isEqualTo(200);
    assertThat(customer.useKey()).isEqualTo(200);
    assertThat(fault.remains(production.sandbox())).isEmpty();

    var second = run(scenario, parameters);
    assertThat(second.exit()).as(second.out() + second.err()).isZero();
    assertThat(second.out()).contains("Nothing to do");
  }

  private void undoes() {
    var undone = shell.run("undo", "20260115-0300-0001", "--yes");
    assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
  }

  private static String answer(Prompt prompt) {
    if (prompt.words().contains("undo")) {
      return "undo";
    }
    return prompt.shown().contains("name of the target") ? "sandbox" : "yes";
  }

  /** Somebody answers every question with yes, and what asks for the target's name with that. */
  private Shell.Result run(String scenario, String... parameters) {
    return shell.attended(
        prompt -> Optional.of(answer(prompt)),
        Stream.concat(Stream.of("scenario", scenario), Stream.of(parameters))
            .toArray(String[]::new));
  }
}
