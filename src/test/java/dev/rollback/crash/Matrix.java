package dev.rollback.crash;

import dev.rollback.crash.Trial.Case;
import dev.rollback.crash.Trial.Course;
import dev.rollback.drill.Repeatable;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.SandboxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Scenarios against faults: the process dies at every point of a run and of its undo, and somebody
 * goes on. Every runbook and every {@link Fault} that it is for comes in by itself.
 */
final class Matrix implements AutoCloseable {
  private static final int TRIES = 3;
  private static final Pattern OF_A_LATER_LINE = Pattern.compile("before a line \\(\\d+\\)$");

  private final Path runbooks;
  private final List<Bay> bays;
  private final Selection selection;
  private final BiConsumer<Case, List<Violation>> told;

  /** Which cases: all of what these leave. */
  record Selection(
      Predicate<String> scenarios,
      Predicate<Fault> faults,
      Set<Course> courses,
      BiPredicate<Rehearsal, String> points,
      int every,
      boolean byTurns) {
    /** All there are. */
    static Selection everything() {
      return new Selection(_ -> true, _ -> true, Set.of(Course.values()), (_, _) -> true, 1, false);
    }

    /** Of these, the ones of one scenario. */
    Selection ofScenario(String name) {
      return new Selection(name::equals, faults, courses, points, every, byTurns);
    }

    /** Of these, the ones of one fault. */
    Selection ofFault(String id) {
      return new Selection(scenarios, f -> f.id().equals(id), courses, points, every, byTurns);
    }

    /** Of these, the ones of some courses; none given: of all. */
    Selection ofCourses(Set<Course> some) {
      return some.isEmpty() ? this : new Selection(scenarios, faults, some, points, every, byTurns);
    }

    /** Of these, the ones at points whose name holds this. */
    Selection ofPoint(String part) {
      return new Selection(scenarios, faults, courses, (_, p) -> p.contains(part), every, byTurns);
    }

    /** Of these, the one in the middle of the step that writes most. */
    Selection inHeaviest() {
      return new Selection(
          scenarios, faults, courses, (r, p) -> p.equals(r.middle()), every, byTurns);
    }

    /** Of these, the ones at each n-th point. */
    Selection ofEach(int n) {
      return new Selection(scenarios, faults, courses, points, n, byTurns);
    }

    private List<Course> courses(boolean ofUndo) {
      return courses.stream().filter(c -> c.isOfUndo() == ofUndo).sorted().toList();
    }

    /** Each course begins with another point, so that the n-th ones are not the same in all. */
    private boolean takes(int course, int ofCourses, int point) {
      var step = byTurns ? every * ofCourses : every;
      var first = byTurns ? every * course : course;
      return (point - 1) % step == first % step;
    }

    /** Of these, each point in one course only, in each course as many. */
    Selection inTurns() {
      return new Selection(scenarios, faults, courses, points, every, true);
    }
  }

  /**
   * A matrix, or a part of it.
   *
   * @param runbooks their directory
   * @param sandboxes how many are worked on at the same time
   * @param told is told of each case when it is through, by several threads
   */
  Matrix(
      Path runbooks, int sandboxes, Selection selection, BiConsumer<Case, List<Violation>> told) {
    this.runbooks = runbooks.toAbsolutePath();
    this.selection = selection;
    this.told = told;
    this.bays = IntStream.range(0, sandboxes).mapToObj(_ -> new Bay()).toList();
  }

  /** All of it. */
  Tally run() {
    var all =
        scenarios().stream()
            .filter(selection.scenarios())
            .flatMap(s -> faults(s).map(f -> new Work(s, f)))
            .toList();
    var again = all.stream().filter(Work::isAgain).map(Work::inAllBays);
    var anew = new ConcurrentLinkedQueue<>(all.stream().filter(w -> !w.isAgain()).toList());
    var tallies = new ConcurrentLinkedQueue<>(again.toList());
    inParallel(
        bays,
        bay -> {
          for (var work = anew.poll(); work != null; work = anew.poll()) {
            tallies.add(work.reported(bay));
          }
        });
    return tallies.stream().reduce(Tally.NOTHING, Tally::plus);
  }

  private static void inParallel(List<Bay> bays, Consumer<Bay> work) {
    try (var threads = Executors.newCachedThreadPool()) {
      var all = bays.stream().map(bay -> threads.submit(() -> work.accept(bay))).toList();
      for (var one : all) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private List<String> scenarios() {
    try (var files = Files.list(runbooks)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(n -> n.endsWith(".yaml"))
          .map(n -> n.substring(0, n.length() - ".yaml".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Fault> faults(String scenario) {
    // Nobody is there who would do by hand what some ask for.
    return Faults.of(scenario).stream()
        .filter(fault -> fault.byHand().isEmpty())
        .filter(selection.faults());
  }

  @Override
  public void close() {
    bays.forEach(Bay::close);
  }

  /** The cases of one scenario against one fault, shared by all sandboxes. */
  private final class Work {
    private final String scenario;
    private final Fault fault;
    private final Queue<Case> todo = new ConcurrentLinkedQueue<>();
    private final List<Violation> violations = Collections.synchronizedList(new ArrayList<>());

    Work(String scenario, Fault fault) {
      this.scenario = scenario;
      this.fault = fault;
    }

    /** Whether what it breaks can be put back, so that one sandbox has many cases. */
    boolean isAgain() {
      return Repeatable.faults().contains(fault);
    }

    Tally inAllBays() {
      var begin = System.nanoTime();
      var first = rehearse(bays.getFirst().stage());
      var cases = cases(first);
      todo.addAll(cases);
      inParallel(
          bays, bay -> work(bay.stage(), bay == bays.getFirst() ? first : rehearse(bay.stage())));
      return tally(first, cases, begin);
    }

    /** Where even a run in which nobody dies goes wrong, the others are tried all the same. */
    Tally reported(Bay bay) {
      try {
        return inOne(bay);
      } catch (IllegalStateException | SandboxException e) {
        var rehearsal = new Case(scenario, fault.id(), Course.RUN_RESUMED, 0, "the rehearsal");
        add(rehearsal, List.of(new Violation(Violation.Kind.WRONG_END, rehearsal, e.toString())));
        return new Tally(0, 0, 0, List.copyOf(violations), Duration.ZERO);
      }
    }

    private Tally inOne(Bay bay) {
      var begin = System.nanoTime();
      try (var first = rehearse(bay.fresh())) {
        var cases = cases(first);
        for (var next : cases) {
          var found = tried(() -> Trial.of(bay.asBroken(fault), first, next, runbooks));
          if (found.stream().anyMatch(v -> v.kind() == Violation.Kind.NOT_REACHED)) {
            // What shows itself for a time only is seen no more in a sandbox that was used before.
            found = tried(() -> Trial.of(bay.fresh(), first, next, runbooks));
            bay.close();
          }
          add(next, found);
        }
        return tally(first, cases, begin);
      }
    }

    private Tally tally(Rehearsal first, List<Case> cases, long begin) {
      return new Tally(
          points(first, false).size() + points(first, true).size(),
          (int) cases.stream().map(c -> c.course().isOfUndo() + c.point()).distinct().count(),
          cases.size(),
          List.copyOf(violations),
          Duration.ofNanos(System.nanoTime() - begin));
    }

    /** How many lines a log has is another number in each sandbox. */
    private List<String> points(Rehearsal rehearsal, boolean undo) {
      return (undo ? rehearsal.undo() : rehearsal.run())
          .points().stream().filter(p -> isAgain() || !OF_A_LATER_LINE.matcher(p).find()).toList();
    }

    private Rehearsal rehearse(Stage stage) {
      return Rehearsal.of(stage, scenario, fault, runbooks);
    }

    private List<Case> cases(Rehearsal rehearsal) {
      return Stream.of(false, true)
          .flatMap(undo -> cases(rehearsal, selection.courses(undo), points(rehearsal, undo)))
          .toList();
    }

    private Stream<Case> cases(Rehearsal rehearsal, List<Course> courses, List<String> points) {
      return courses.stream()
          .flatMap(
              course ->
                  IntStream.rangeClosed(1, points.size())
                      .filter(n -> selection.takes(courses.indexOf(course), courses.size(), n))
                      .filter(n -> selection.points().test(rehearsal, points.get(n - 1)))
                      .mapToObj(n -> new Case(scenario, fault.id(), course, n, points.get(n - 1))));
    }

    private void work(Stage stage, Rehearsal first) {
      var rehearsal = first;
      for (var next = todo.poll(); next != null; next = todo.poll()) {
        if (rehearsal.isOld()) {
          rehearsal.close();
          rehearsal = rehearse(stage);
        }
        judge(stage, rehearsal, next);
      }
      rehearsal.close();
    }

    private void judge(Stage stage, Rehearsal rehearsal, Case next) {
      add(next, tried(() -> Trial.of(stage, rehearsal, next, runbooks)));
    }

    private void add(Case next, List<Violation> found) {
      violations.addAll(found);
      told.accept(next, found);
    }

    /** A case in which the machine stood still is no case: it is tried again. */
    private List<Violation> tried(Supplier<List<Violation>> trial) {
      try (var pulse = new Pulse()) {
        var found = trial.get();
        for (var n = 1; n < TRIES && !found.isEmpty() && pulse.stoodStill(); n++) {
          pulse.reset();
          found = trial.get();
        }
        return found;
      }
    }
  }
}
