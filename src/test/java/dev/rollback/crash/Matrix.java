package dev.rollback.crash;

import dev.rollback.crash.Trial.Case;
import dev.rollback.crash.Trial.Course;
import dev.rollback.drill.Repeatable;
import dev.rollback.sandbox.site.Fault;
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
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Scenarios against faults: the process dies at every point of a run and of its undo, and somebody
 * goes on. Every runbook and every {@link Fault} that it is for comes in by itself.
 */
final class Matrix implements AutoCloseable {
  private static final int TRIES = 3;

  private final Path runbooks;
  private final List<Stage> stages;
  private final Selection selection;
  private final BiConsumer<Case, List<Violation>> told;

  /** Which cases: all of what these leave. */
  record Selection(
      Predicate<String> scenarios,
      Predicate<Fault> faults,
      Set<Course> courses,
      Predicate<String> points) {
    /** All there are. */
    static Selection everything() {
      return new Selection(_ -> true, _ -> true, Set.of(Course.values()), _ -> true);
    }

    /** Of these, the ones of one scenario. */
    Selection ofScenario(String name) {
      return new Selection(name::equals, faults, courses, points);
    }

    /** Of these, the ones of one fault. */
    Selection ofFault(String id) {
      return new Selection(scenarios, f -> f.id().equals(id), courses, points);
    }

    /** Of these, the ones of some courses; none given: of all. */
    Selection ofCourses(Set<Course> some) {
      return some.isEmpty() ? this : new Selection(scenarios, faults, some, points);
    }

    /** Of these, the ones at points whose name holds this. */
    Selection ofPoint(String part) {
      return new Selection(scenarios, faults, courses, p -> p.contains(part));
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
    this.stages = IntStream.range(0, sandboxes).mapToObj(_ -> new Stage()).toList();
  }

  /** All of it. */
  Tally run() {
    return scenarios().stream()
        .filter(selection.scenarios())
        .flatMap(s -> faults(s).map(f -> new Work(s, f).run()))
        .reduce(Tally.NOTHING, Tally::plus);
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
    return Repeatable.faults().stream()
        .filter(f -> f.scenarios().contains(scenario))
        .filter(selection.faults());
  }

  @Override
  public void close() {
    stages.forEach(Stage::close);
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

    Tally run() {
      var begin = System.nanoTime();
      var first = rehearse(stages.getFirst());
      var cases = cases(first);
      todo.addAll(cases);
      together(first);
      return new Tally(
          first.run().points().size() + first.undo().points().size(),
          (int) cases.stream().map(c -> c.course().isOfUndo() + c.point()).distinct().count(),
          cases.size(),
          List.copyOf(violations),
          Duration.ofNanos(System.nanoTime() - begin));
    }

    private void together(Rehearsal first) {
      try (var threads = Executors.newCachedThreadPool()) {
        var others =
            stages.stream()
                .skip(1)
                .map(stage -> threads.submit(() -> work(stage, rehearse(stage))))
                .toList();
        work(stages.getFirst(), first);
        for (var other : others) {
          other.get();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }

    private Rehearsal rehearse(Stage stage) {
      return Rehearsal.of(stage, scenario, fault, runbooks);
    }

    private List<Case> cases(Rehearsal rehearsal) {
      var all = new ArrayList<Case>();
      for (var course : selection.courses().stream().sorted().toList()) {
        var points = (course.isOfUndo() ? rehearsal.undo() : rehearsal.run()).points();
        for (var n = 1; n <= points.size(); n++) {
          if (selection.points().test(points.get(n - 1))) {
            all.add(new Case(scenario, fault.id(), course, n, points.get(n - 1)));
          }
        }
      }
      return all;
    }

    private void work(Stage stage, Rehearsal first) {
      var rehearsal = first;
      for (var next = todo.poll(); next != null; next = todo.poll()) {
        if (rehearsal.isOld()) {
          rehearsal.close();
          rehearsal = rehearse(stage);
        }
        var found = tried(stage, rehearsal, next);
        violations.addAll(found);
        told.accept(next, found);
      }
      rehearsal.close();
    }

    /** A case in which the machine stood still is no case: it is tried again. */
    private List<Violation> tried(Stage stage, Rehearsal rehearsal, Case next) {
      try (var pulse = new Pulse()) {
        var found = Trial.of(stage, rehearsal, next, runbooks);
        for (var n = 1; n < TRIES && !found.isEmpty() && pulse.stoodStill(); n++) {
          pulse.reset();
          found = Trial.of(stage, rehearsal, next, runbooks);
        }
        return found;
      }
    }
  }
}
