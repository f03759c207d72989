package dev.rollback.crash;

import dev.rollback.crash.Matrix.Selection;
import dev.rollback.crash.Trial.Case;
import dev.rollback.crash.Trial.Course;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/**
 * The whole matrix, or a part of it:
 *
 * <pre>
 * [--runbooks DIR] [--sandboxes N] [--scenario NAME|all] [--fault ID] [--course COURSE]…
 * [--point TEXT] [--at heaviest] [--every N] [--turns yes]
 * </pre>
 *
 * <p>{@code --every}: each N-th point of each course alone. A fault that cannot be put back has a
 * new sandbox for each case, unless the program's own undo has brought the one before back. {@code
 * --at heaviest}: in the middle of the step that writes most. {@code --turns yes}: each point in
 * one course instead of in all, by turns.
 *
 * <p>Prints every case in which a promise was not kept, and the tally. Ends with 0 when all were
 * kept at all points, else with 1.
 */
public final class CrashMatrix {
  private final PrintStream out;
  private int done;

  private CrashMatrix(PrintStream out) {
    this.out = out;
  }

  /** Does it. */
  public static void main(String[] args) {
    System.exit(new CrashMatrix(System.out).run(args) ? 0 : 1);
  }

  private boolean run(String... args) {
    var runbooks = Path.of("runbooks");
    var sandboxes = Runtime.getRuntime().availableProcessors();
    var courses = EnumSet.noneOf(Course.class);
    var selection = Selection.everything();
    for (var i = 0; i + 1 < args.length; i += 2) {
      var value = args[i + 1];
      switch (args[i]) {
        case "--runbooks" -> runbooks = Path.of(value);
        case "--sandboxes" -> sandboxes = Integer.parseInt(value);
        case "--course" -> courses.add(Course.valueOf(value));
        case "--scenario" -> {
          if (!value.equals("all")) {
            selection = selection.ofScenario(value);
          }
        }
        case "--fault" -> selection = selection.ofFault(value);
        case "--point" -> selection = selection.ofPoint(value);
        case "--at" -> selection = at(value, selection);
        case "--every" -> selection = selection.ofEach(Integer.parseInt(value));
        case "--turns" -> {
          if (!value.equals("yes")) {
            throw new IllegalArgumentException("--turns has one value: yes");
          }
          selection = selection.inTurns();
        }
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    try (var matrix = new Matrix(runbooks, sandboxes, selection.ofCourses(courses), this::tell)) {
      var tally = matrix.run();
      out.println(tally);
      return tally.cases() > 0 && tally.violations().isEmpty();
    }
  }

  private static Selection at(String where, Selection selection) {
    if (!where.equals("heaviest")) {
      throw new IllegalArgumentException("--at has one value: heaviest");
    }
    return selection.inHeaviest();
  }

  private synchronized void tell(Case tried, List<Violation> violations) {
    done++;
    violations.forEach(out::println);
    if (done % 100 == 0) {
      out.printf("%d cases; now: %s%n", done, tried);
    }
  }
}
