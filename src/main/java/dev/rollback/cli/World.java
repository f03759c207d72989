package dev.rollback.cli;

import dev.rollback.console.Console;
import dev.rollback.console.UnattendedConsole;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.run.Journal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Everything outside that a command may use; tests give another one.
 *
 * @param environment the process's variables
 * @param directory where relative paths start
 * @param console the person, or nobody
 * @param redactor knows every secret that was read; the console's output goes through it
 * @param ids makes the ids of runs
 * @param user who runs it
 * @param host the machine's name
 * @param stop how a run is told to stop
 * @param journals stands before each journal that is opened for writing
 * @param machine the clock of this machine, to be compared with those of systems
 */
record World(
    Map<String, String> environment,
    Path directory,
    Console console,
    Redactor redactor,
    Clock clock,
    Supplier<String> ids,
    String user,
    String host,
    Interrupts stop,
    UnaryOperator<Journal> journals,
    Clock machine) {

  /** One whose journals are written as they are. */
  World(
      Map<String, String> environment,
      Path directory,
      Console console,
      Redactor redactor,
      Clock clock,
      Supplier<String> ids,
      String user,
      String host,
      Interrupts stop) {
    this(
        environment,
        directory,
        console,
        redactor,
        clock,
        ids,
        user,
        host,
        stop,
        UnaryOperator.identity());
  }

  /** One whose machine has the right time. */
  World(
      Map<String, String> environment,
      Path directory,
      Console console,
      Redactor redactor,
      Clock clock,
      Supplier<String> ids,
      String user,
      String host,
      Interrupts stop,
      UnaryOperator<Journal> journals) {
    this(
        environment,
        directory,
        console,
        redactor,
        clock,
        ids,
        user,
        host,
        stop,
        journals,
        Clock.systemUTC());
  }

  /** The same, with nobody there to ask. */
  World withoutInput() {
    return with(new UnattendedConsole(console));
  }

  /** The same, with other variables. */
  World with(Map<String, String> other) {
    return new World(
        other, directory, console, redactor, clock, ids, user, host, stop, journals, machine);
  }

  /** The same, with something else before each journal. */
  World with(UnaryOperator<Journal> other) {
    return new World(
        environment, directory, console, redactor, clock, ids, user, host, stop, other, machine);
  }

  /** The same, with another console. */
  World with(Console other) {
    return new World(
        environment, directory, other, redactor, clock, ids, user, host, stop, journals, machine);
  }
}
