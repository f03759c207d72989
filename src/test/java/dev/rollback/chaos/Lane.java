package dev.rollback.chaos;

import dev.rollback.drill.Repeatable;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One sandbox, and one round after another on it. A fault that cannot be put back has a new one for
 * each round.
 */
final class Lane implements AutoCloseable {
  private Optional<Stage> standing = Optional.empty();
  private final Program program;
  private final Path directory;
  private final Map<String, Reference> references = new TreeMap<>();

  /** A scenario and what is broken for it. */
  record Drill(String scenario, Fault fault) {
    @Override
    public String toString() {
      return scenario + " / " + fault.id();
    }

    /** Each runbook with each fault of the sandbox that it is there for. */
    static List<Drill> all() throws IOException {
      var all = new ArrayList<Drill>();
      for (var runbook : Stage.runbooks()) {
        var name = runbook.getFileName().toString().replaceFirst("\\.yaml$", "");
        // Nobody is there who would do by hand what these ask for.
        Faults.of(name).stream()
            .filter(fault -> fault.byHand().isEmpty())
            .forEach(fault -> all.add(new Drill(name, fault)));
      }
      return all;
    }
  }

  /**
   * A new sandbox.
   *
   * @param directory where its rounds have their homes
   */
  Lane(Program program, Path directory) {
    this.program = program;
    this.directory = directory;
  }

  private Stage stage(Drill drill) {
    if (!Repeatable.faults().contains(drill.fault())) {
      close();
    }
    var stage = standing.orElseGet(Stage::new);
    standing = Optional.of(stage);
    return stage;
  }

  /** What was broken for good is not there for the next one. */
  private void leave(Drill drill) {
    if (!Repeatable.faults().contains(drill.fault())) {
      close();
    }
  }

  /** Runs a scenario once for the archive of classes: what it loads then, the others need not. */
  void train(Drill drill) {
    var home = directory.resolve("training");
    var stage = stage(drill);
    stage.breakAnew(drill.fault(), home);
    var ended =
        stage.run(
            program.training(stage.command(drill.scenario(), drill.fault())),
            home,
            Optional.empty());
    leave(drill);
    if (ended.exit() != 0) {
      throw new IllegalStateException(
          drill + " ended with " + ended.exit() + ":\n" + ended.screen());
    }
  }

  /** Measures what nobody disturbs. */
  private void measure(Drill drill, Consumer<String> say) {
    var home = directory.resolve("reference-" + drill.fault().id());
    var stage = stage(drill);
    var reference = Reference.measure(stage, program, drill.scenario(), drill.fault(), home);
    references.put(drill.toString(), reference);
    leave(drill);
    say.accept(
        "%s: %d + %d ms, undo %d + %d ms, %d workload changes, %d keys deleted"
            .formatted(
                drill,
                reference.forward().preparing().toMillis(),
                reference.forward().running().toMillis(),
                reference.backward().preparing().toMillis(),
                reference.backward().running().toMillis(),
                reference.changes().size(),
                reference.deleted().size()));
  }

  /**
   * One round. Its home is kept where something was wrong.
   *
   * @param home where its runbooks, configuration and journal go
   * @param say is told what nobody disturbs has taken, the first time
   */
  Round.Result round(Drill drill, RandomGenerator random, Path home, Consumer<String> say) {
    if (!references.containsKey(drill.toString())) {
      measure(drill, say);
    }
    var reference = Objects.requireNonNull(references.get(drill.toString()));
    var stage = stage(drill);
    var scene = stage.breakAnew(drill.fault(), home);
    var result = new Round(stage, program, drill, reference, random, scene).run();
    leave(drill);
    references.put(drill.toString(), result.reference());
    if (result.violations().isEmpty()) {
      delete(home);
    }
    return result;
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    standing.ifPresent(Stage::close);
    standing = Optional.empty();
  }
}
