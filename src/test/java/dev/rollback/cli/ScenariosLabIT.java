package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.contract.LabNamespace;
import dev.rollback.lab.LabGrid;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Footprint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scenarios on a real cluster with a real Prometheus and Alertmanager: each heals its fault,
 * judged by a customer, finds nothing to do afterwards, and is undone.
 *
 * <p>{@code -Drollback.lab.faults=all} tries every fault, {@code =ID,ID} some; without it a few,
 * for each takes most of a minute.
 */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabNamespace.VARIABLE, matches = ".+")
class ScenariosLabIT {
  private static final String TARGET = "lab";

  /** Beside what AuthFailureLabIT and SystemInstabilityLabIT try. */
  private static final List<Fault> SHORT =
      List.of(
          Faults.named("bad-migration").orElseThrow(),
          Faults.named("poisoned-cache").orElseThrow(),
          Faults.named("memory-full").orElseThrow());

  @TempDir Path folder;

  static Stream<Fault> faults() {
    var wanted = System.getProperty("rollback.lab.faults", "");
    if (wanted.equals("all")) {
      return Faults.all().stream();
    }
    if (!wanted.isEmpty()) {
      return Stream.of(wanted.split(",")).map(id -> Faults.named(id).orElseThrow());
    }
    return SHORT.stream();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isHealedOnceAndUndone(Fault fault, TestReporter reporter) throws Exception {
    try (var grid = LabGrid.start()) {
      var rollback = new LabCommandLine(grid.configuration(folder), folder.resolve("state"));
      fault.inject(grid);
      var command = command(fault, grid);

      var person = new Person(fault, grid, TARGET, Footprint.of(grid));
      var healed = rollback.attended(person, command);

      reporter.publishEntry(fault.id(), healed.took().toString());
      assertThat(healed.exit()).as(healed::toString).isZero();
      try (var customer = grid.customer()) {
        assertThat(customer.awaitServed(Duration.ofSeconds(10))).isTrue();
      }
      assertThat(fault.remains(grid)).isEmpty();
      var run = rollback.latest();
      assertThat(run.plan().diagnosis().orElseThrow().found())
          .containsAnyElementsOf(fault.causes());

      var again = rollback.run(command);
      assertThat(again.exit()).as(again::toString).isZero();
      assertThat(again.out()).contains("Nothing to do");

      var undone = rollback.run("undo", run.run(), "--yes");
      assertThat(undone.exit())
          .as(undone::toString)
          .isIn(
              Drill.withoutUndo(run.plan()).isEmpty()
                  ? List.of(ExitCode.OK.code())
                  : List.of(ExitCode.OK.code(), ExitCode.OPERATOR.code()));
    }
  }

  private static String[] command(Fault fault, LabGrid grid) {
    var words =
        new ArrayList<>(
            List.of("scenario", fault.scenarios().iterator().next(), "--target", TARGET));
    fault
        .parameters(grid)
        .forEach((name, value) -> words.addAll(List.of("-p", name + "=" + value)));
    return words.toArray(String[]::new);
  }
}
