package dev.rollback.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.crash.Matrix.Selection;
import dev.rollback.crash.Trial.Course;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The part of the matrix that is short enough for every build. The run of one scenario against one
 * fault dies after every append, every part of a blob and every write, and is resumed; that of each
 * other scenario dies once, in the middle of the step that writes most. The whole, in which it also
 * dies before them and in its undo, is {@link CrashMatrix}.
 */
class CrashMatrixTest {
  private static final Set<String> QUICK = Set.of("migration-failure", "security-incident");

  @Test
  void whereverAProcessDiesSomebodyCanGoOn() {
    var selection =
        new Selection(
            "auth-failure"::equals,
            Faults.STALE_KEYS::equals,
            EnumSet.of(Course.RUN_RESUMED),
            (_, point) -> isShort(point),
            1,
            false);
    try (var matrix = new Matrix(Path.of("runbooks"), 2, selection, (_, _) -> {})) {
      var tally = matrix.run();
      assertThat(tally.violations()).isEmpty();
      assertThat(tally.cases()).isGreaterThan(20);
    }
  }

  /**
   * Of those whose evidence does not depend on how fast requests follow each other; {@code
   * -Drollback.crashed=all}: of all, as `scripts/chaos matrix --at heaviest` does.
   */
  @Test
  void scenariosSurviveADeathInTheirHeaviestStep() {
    var main = new HashMap<String, Fault>();
    Faults.all().forEach(fault -> fault.scenarios().forEach(name -> main.putIfAbsent(name, fault)));
    main.remove("auth-failure");
    if (!"all".equals(System.getProperty("rollback.crashed"))) {
      main.keySet().retainAll(QUICK);
      assertThat(main.keySet()).isEqualTo(QUICK);
    }
    var selection =
        new Selection(
            main::containsKey,
            main::containsValue,
            EnumSet.of(Course.RUN_RESUMED),
            (rehearsal, point) -> point.equals(rehearsal.middle()),
            1,
            false);
    try (var matrix = new Matrix(Path.of("runbooks"), 2, selection, (_, _) -> {})) {
      var tally = matrix.run();
      assertThat(tally.violations()).isEmpty();
      assertThat(tally.cases()).isEqualTo(main.size());
    }
  }

  /** Files of evidence are named after pods, which are others in each run. */
  private static boolean isShort(String point) {
    return point.endsWith("after") && !point.startsWith("evidence ");
  }
}
