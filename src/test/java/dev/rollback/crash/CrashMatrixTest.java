package dev.rollback.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.crash.Matrix.Selection;
import dev.rollback.crash.Trial.Course;
import dev.rollback.sandbox.fault.Faults;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/**
 * The part of the matrix that is short enough for every build: one scenario against one fault. The
 * run dies after every append, every part of a blob and every write, and is resumed. The whole, in
 * which it also dies before them and in its undo, is {@link CrashMatrix}.
 */
class CrashMatrixTest {
  @Test
  void whereverAProcessDiesSomebodyCanGoOn() {
    var selection =
        new Selection(
            "auth-failure"::equals,
            Faults.STALE_KEYS::equals,
            EnumSet.of(Course.RUN_RESUMED),
            CrashMatrixTest::isShort);
    try (var matrix = new Matrix(Path.of("runbooks"), 2, selection, (_, _) -> {})) {
      var tally = matrix.run();
      assertThat(tally.violations()).isEmpty();
      assertThat(tally.cases()).isGreaterThan(20);
    }
  }

  /** Files of evidence are named after pods, which are others in each run. */
  private static boolean isShort(String point) {
    return point.endsWith("after") && !point.startsWith("evidence ");
  }
}
