package dev.rollback.cli;

import dev.rollback.console.Console;
import dev.rollback.console.Prompt;
import dev.rollback.console.ScriptedConsole;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.Writer;
import dev.rollback.run.RunState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Command lines through the same {@link Main}, in a world with the project's own runbooks. */
final class LabCommandLine {
  private static final Path PROJECT = Path.of("").toAbsolutePath();

  private final Path configuration;
  private final Path state;
  private final AtomicInteger runs = new AtomicInteger();

  /**
   * With journals of its own.
   *
   * @param configuration the rollback.yaml
   * @param state takes the journals
   */
  LabCommandLine(Path configuration, Path state) {
    this.configuration = configuration;
    this.state = state;
  }

  /** How a command ended, and what it said. */
  record Result(int exit, String out, String err, List<String> asked, Duration took) {
    @Override
    public String toString() {
      return "exit %d after %s%n%s%n%s%nasked: %s".formatted(exit, took, out, err, asked);
    }
  }

  /** Runs it with nobody there to ask. */
  Result run(String... args) {
    return run(console -> console, args);
  }

  /** Runs it with a person who gives these answers. */
  Result run(UnaryOperator<ScriptedConsole> script, String... args) {
    var redactor = new Redactor();
    var console = script.apply(new ScriptedConsole(redactor));
    return run(redactor, console, console, args);
  }

  /** Runs it with a person who answers whatever is asked. */
  Result attended(Function<Prompt, Optional<String>> person, String... args) {
    var redactor = new Redactor();
    var screen = new ScriptedConsole(redactor);
    return run(redactor, screen, new Attended(screen, person), args);
  }

  private Result run(Redactor redactor, ScriptedConsole screen, Console console, String... args) {
    var world =
        new World(
            Map.of("XDG_STATE_HOME", state.toString(), "ROLLBACK_CONFIG", configuration.toString()),
            PROJECT,
            console,
            redactor,
            Clock.systemUTC(),
            () -> "run-" + runs.incrementAndGet(),
            "engineer",
            "lab",
            new Interrupts());
    var begin = System.nanoTime();
    var exit = Main.run(world, args);
    var took = Duration.ofNanos(System.nanoTime() - begin);
    return new Result(exit, screen.out(), screen.err(), screen.asked(), took);
  }

  /** The newest run, from its journal. */
  RunState latest() {
    var store =
        new JournalStore(
            state.resolve("rollback"),
            new Writer("test", "lab", ProcessHandle.current().pid()),
            Clock.systemUTC(),
            new Redactor());
    return RunState.of(store.read("run-" + runs.get()));
  }
}
