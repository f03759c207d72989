package dev.rollback.chaos;

import dev.rollback.drill.Repeatable;
import dev.rollback.sandbox.site.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One sandbox, and one round after another on it. */
final class Lane implements AutoCloseable {
  private final Stage stage = new Stage();
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
        Repeatable.faults().stream()
            .filter(fault -> fault.scenarios().contains(name))
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

  /** Runs a scenario once for the archive of classes: what it loads then, the others need not. */
  void train(Drill drill) {
    var home = directory.resolve("training");
    stage.breakAnew(drill.fault(), home);
    var ended =
        stage.run(
            program.training(List.of("scenario", drill.scenario())),
            home,
            java.util.Optional.empty());
    if (ended.exit() != 0) {
      throw new IllegalStateException(
          drill + " ended with " + ended.exit() + ":\n" + ended.screen());
    }
  }

  /** Measures what nobody disturbs. */
  void measure(Drill drill, Consumer<String> say) {
    var home = directory.resolve("reference-" + drill.fault().id());
    var reference = Reference.measure(stage, program, drill.scenario(), drill.fault(), home);
    references.put(drill.toString(), reference);
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
   */
  Round.Result round(Drill drill, RandomGenerator random, Path home) {
    var reference = references.get(drill.toString());
    if (reference == null) {
      throw new IllegalStateException("not measured: " + drill);
    }
    var scene = stage.breakAnew(drill.fault(), home);
    var result = new Round(stage, program, drill.scenario(), reference, random, scene).run();
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
    stage.close();
  }
}
