package dev.rollback.cli;

import dev.rollback.action.Catalog;
import dev.rollback.console.Console;
import dev.rollback.console.Prompt;
import dev.rollback.console.ScriptedConsole;
import dev.rollback.console.UnattendedConsole;
import dev.rollback.diagnostic.Redactor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A shell of the person on call: one directory, one state directory, one clock, and command lines
 * that each run as in a process of its own.
 */
public final class Shell {
  private final Path directory;
  private final String user;
  private final String host;
  private final Map<String, String> environment = new HashMap<>();
  private final RunningClock clock = new RunningClock();
  private final AtomicInteger runs = new AtomicInteger();

  /** A question that is expected, and what is typed; nothing typed: the input ends there. */
  public record Answer(String part, String typed) {}

  /** What a command line did. */
  public record Result(int exit, String out, String err) {}

  /** Starts in this directory, with the state beside it. */
  public Shell(Path directory) {
    this(directory, "oncall", "ops-1");
  }

  /** The same, of another person on another machine. */
  public Shell(Path directory, String user, String host) {
    this.directory = directory;
    this.user = user;
    this.host = host;
    environment.put("HOME", directory.toString());
    environment.put("XDG_STATE_HOME", state().toString());
  }

  /** Where runs are recorded: the value of XDG_STATE_HOME. */
  public Path state() {
    return directory.resolve("state");
  }

  /** Its clock. */
  public RunningClock clock() {
    return clock;
  }

  /** The actions and checks that its commands know. */
  public Catalog catalog() {
    return Catalogs.of(environment, directory);
  }

  /** Sets a variable. */
  public Shell export(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs a command line where nobody is there to ask. */
  public Result run(String... args) {
    return run(new Interrupts(), _ -> {}, List.of(), args);
  }

  /**
   * Runs a command line at a terminal; every question is expected, and every answer asked for.
   *
   * @throws AssertionError when an answer was not asked for
   */
  public Result answering(List<Answer> answers, String... args) {
    return run(new Interrupts(), _ -> {}, answers, args);
  }

  /** As {@link #answering}; Ctrl-C is pressed while the question with this part is asked. */
  public Result interruptedAt(String part, List<Answer> answers, String... args) {
    var interrupts = new Interrupts();
    return run(
        interrupts,
        question -> {
          if (question.contains(part)) {
            interrupts.stop("SIGINT");
          }
        },
        answers,
        args);
  }

  /** As {@link #answering}; something happens while each question is asked, before the answer. */
  public Result meanwhile(Consumer<String> asked, List<Answer> answers, String... args) {
    return run(new Interrupts(), asked, answers, args);
  }

  /** Runs a command line at a terminal where somebody answers whatever is asked. */
  public Result attended(Function<Prompt, Optional<String>> person, String... args) {
    var redactor = new Redactor();
    var script = new ScriptedConsole(redactor);
    var exit = Main.run(world(new Interrupts(), redactor, new Attended(script, person)), args);
    return new Result(exit, script.out(), script.err());
  }

  private Result run(
      Interrupts interrupts, Consumer<String> asked, List<Answer> answers, String... args) {
    var redactor = new Redactor();
    var script = new ScriptedConsole(redactor);
    for (var answer : answers) {
      if (answer.typed().isEmpty()) {
        script.endOfInput(answer.part());
      } else {
        script.answer(answer.part(), answer.typed());
      }
    }
    var console =
        answers.isEmpty() ? new UnattendedConsole(script) : new TranscriptConsole(script, asked);
    var exit = Main.run(world(interrupts, redactor, console), args);
    if (script.left() > 0) {
      throw new AssertionError(script.left() + " answer(s) were not asked for:\n" + script.out());
    }
    return new Result(exit, script.out(), script.err());
  }

  /** A process that writes nowhere and that nobody watches. */
  World world() {
    var redactor = new Redactor();
    return world(new Interrupts(), redactor, new UnattendedConsole(new ScriptedConsole(redactor)));
  }

  private World world(Interrupts interrupts, Redactor redactor, Console console) {
    return new World(
        Map.copyOf(environment),
        directory,
        console,
        redactor,
        clock,
        () -> "20260115-0300-%04d".formatted(runs.incrementAndGet()),
        user,
        host,
        interrupts);
  }
}
