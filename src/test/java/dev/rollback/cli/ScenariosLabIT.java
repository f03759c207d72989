package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.adapter.postgres.migration.AlembicProject;
import dev.rollback.contract.LabNamespace;
import dev.rollback.lab.AlembicMigration;
import dev.rollback.lab.LabGrid;
import dev.rollback.run.RunState;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Footprint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scenarios on a real cluster with a real Prometheus and Alertmanager: another scenario sees
 * that it is not for the fault, its own heals it, judged by a customer, finds nothing to do
 * afterwards, and is undone.
 *
 * <p>{@code -Drollback.lab.faults=all} tries every fault, {@code =ID,ID} some; without it the
 * cheapest of each scenario. {@code -Drollback.lab.others=all} has every other scenario look at
 * each of them, and not one alone.
 *
 * <p>{@code pods-killed} needs a node that tells why a container was killed ({@code OOMKilled}): on
 * another one its scenario finds no cause, rightly, and this fails.
 */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabNamespace.VARIABLE, matches = ".+")
class ScenariosLabIT {
  private static final String TARGET = "lab";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * The cheapest ones of each scenario: one that is healed by steps, and one that is healed by hand
   * where there is such. AuthFailureLabIT has steps of its scenario, and SystemInstabilityLabIT
   * does the same as this for its own.
   */
  private static final List<Fault> SHORT =
      List.of(
          Faults.HALF_MIGRATION,
          Faults.LOST_ROWS,
          Faults.DATABASE_UNREACHABLE,
          Faults.PROXY_ADDRESS,
          Faults.LEAKED_CREDENTIALS,
          Faults.POISONED_CACHE,
          Faults.MEMORY_FULL,
          Faults.LIMIT_BY_DESIGN,
          Faults.SLOW_QUERY,
          Faults.STUCK_ROLLOUT);

  @TempDir Path folder;

  static Stream<Fault> faults() {
    var wanted = System.getProperty("rollback.lab.faults", "");
    if (wanted.equals("all")) {
      return Stream.concat(Faults.all().stream(), ofAlembic());
    }
    if (!wanted.isEmpty()) {
      var all = Stream.concat(Faults.all().stream(), ofAlembic()).toList();
      return Stream.of(wanted.split(",")).map(id -> named(id, all));
    }
    return Stream.concat(SHORT.stream(), ofAlembic());
  }

  private static Stream<Fault> ofAlembic() {
    return System.getenv(AlembicProject.VARIABLE) == null
        ? Stream.of()
        : Stream.of(new AlembicMigration());
  }

  private static Fault named(String id, List<Fault> all) {
    return all.stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isLeftAloneByOthersHealedOnceAndUndone(Fault fault, TestReporter reporter) throws Exception {
    var laps = new Laps();
    try (var grid = LabGrid.start()) {
      laps.lap("start");
      var rollback = new LabCommandLine(grid.configuration(folder), folder.resolve("state"));
      fault.inject(grid);
      laps.lap("break");
      var broken = othersLeaveItAlone(fault, grid, rollback);
      laps.lap("others");

      var words = scenario(fault.scenarios().iterator().next(), fault.parameters(grid));
      var begin = Clock.systemUTC().instant();
      var person = new Person(fault, grid, TARGET, broken);
      var result = rollback.attended(person, words);
      assertThat(result.exit()).as(result::toString).isZero();
      var run = rollback.latest();
      assertThat(run.plan().diagnosis().orElseThrow().found())
          .containsAnyElementsOf(fault.causes());
      laps.put("detected", Duration.between(begin, run.plan().at()));
      laps.lap("healed");
      assertHealed(fault, grid);
      laps.lap("judged");

      var again = rollback.run(words);
      assertThat(again.exit()).as(again::toString).isZero();
      assertThat(again.out()).contains("Nothing to do");
      laps.lap("again");

      undoBringsBack(person.broken(), run, grid, rollback);
      laps.lap("undone");
    } finally {
      reporter.publishEntry(fault.id(), laps.toString());
    }
  }

  /** Seconds, by what they were spent on. */
  private static final class Laps {
    private final Map<String, Duration> laps = new LinkedHashMap<>();
    private Instant since = Clock.systemUTC().instant();

    void lap(String what) {
      var now = Clock.systemUTC().instant();
      put(what, Duration.between(since, now));
      since = now;
    }

    void put(String what, Duration took) {
      laps.put(what, took);
    }

    @Override
    public String toString() {
      var text = new ArrayList<String>();
      laps.forEach((what, took) -> text.add("%s %.1f s".formatted(what, took.toMillis() / 1000.0)));
      return String.join(", ", text);
    }
  }

  /** What stands there once they have all looked. */
  private static Footprint othersLeaveItAlone(Fault fault, LabGrid grid, LabCommandLine rollback) {
    var before = Footprint.of(grid);
    var generation = grid.raw().at("/metadata/generation").asLong();
    for (var other : others(fault)) {
      var result = rollback.run(scenario(other, ScenariosTest.usual(other, grid), "--no-input"));
      assertThat(result.exit())
          .as(other + " against " + fault.id() + "\n" + result)
          // A fault that shows now and then passes one reading of the checks and fails the next.
          .isIn(ExitCode.CHECK.code(), ExitCode.OK.code(), ExitCode.OPERATOR.code());
      if (result.exit() == ExitCode.OK.code()) {
        assertThat(result.out()).as(other).contains("Nothing to do");
      }
    }
    var after = Footprint.of(grid);
    assertThat(before.changedIn(after)).isEmpty();
    assertThat(grid.raw().at("/metadata/generation").asLong())
        .as("the workload was not written")
        .isEqualTo(generation);
    return after;
  }

  /** The next one in their order, so that each has its turn; or all that are not for this. */
  private static List<String> others(Fault fault) {
    var all = ScenariosTest.scenarios();
    var own = all.indexOf(fault.scenarios().iterator().next());
    var others =
        Stream.iterate(own + 1, i -> i + 1)
            .limit(all.size() - 1L)
            .map(i -> all.get(i % all.size()))
            .filter(other -> !fault.scenarios().contains(other))
            .filter(other -> !ScenariosTest.callsOthers(other));
    return "all".equals(System.getProperty("rollback.lab.others"))
        ? others.toList()
        : others.skip(Math.floorMod(Faults.all().indexOf(fault), 4)).limit(1).toList();
  }

  private static void assertHealed(Fault fault, LabGrid grid) throws IOException {
    try (var customer = grid.customer()) {
      assertThat(customer.awaitServed(PATIENCE)).as("a customer is served").isTrue();
    }
    var customer = LabCustomer.of(grid);
    assertThat(customer.login()).isEqualTo(200);
    assertThat(customer.loginWithWrongPassword()).isEqualTo(401);
    assertThat(customer.useKey()).isEqualTo(200);
    assertThat(customer.anonymous()).isEqualTo(401);
    assertThat(fault.remains(grid)).isEmpty();
  }

  private static void undoBringsBack(
      Footprint broken, RunState run, LabGrid grid, LabCommandLine rollback) {
    var healed = Footprint.of(grid);
    var undone = rollback.run("undo", run.run(), "--yes");
    if (Drill.withoutUndo(run.plan()).isEmpty()) {
      assertThat(undone.exit()).as(undone::toString).isZero();
      assertThat(broken.notBackIn(Footprint.of(grid), healed)).as("not as it was before").isEmpty();
    } else {
      assertThat(undone.exit())
          .as(undone::toString)
          .isIn(ExitCode.OK.code(), ExitCode.OPERATOR.code());
    }
  }

  private static String[] scenario(String name, Map<String, String> parameters, String... options) {
    var words = new ArrayList<>(List.of("scenario", name, "--target", TARGET));
    words.addAll(List.of(options));
    parameters.forEach((key, value) -> words.addAll(List.of("-p", key + "=" + value)));
    return words.toArray(String[]::new);
  }
}
