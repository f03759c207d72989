package dev.rollback.cli;

import dev.rollback.action.Catalog;
import dev.rollback.console.Console;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.run.Journal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.CommandLine;

/**
 * A command line as a process of its own, in this one: its own store, its own connections, its own
 * secrets.
 *
 * @param environment its variables
 * @param directory where it runs
 * @param console the person
 * @param redactor the one of that console
 * @param clock its clock
 * @param run the id of a run that it starts
 * @param stop how it is told to stop, and how it waits
 * @param journals stands before every journal that it writes
 */
public record InProcess(
    Map<String, String> environment,
    Path directory,
    Console console,
    Redactor redactor,
    Clock clock,
    String run,
    Interrupts stop,
    UnaryOperator<Journal> journals) {

  /** What every such process knows to do. */
  public static Catalog catalog() {
    return Catalogs.of(Map.of(), Path.of(""));
  }

  /**
   * Runs it to its end.
   *
   * @return its exit code
   * @throws Error whatever ends it before that
   */
  public int run(String... args) {
    return Main.run(world(), args);
  }

  /** The commands and options that it knows. */
  CommandLine.Model.CommandSpec commands() {
    return Main.commandLine(world()).getCommandSpec();
  }

  private World world() {
    return new World(
        environment,
        directory,
        console,
        redactor,
        clock,
        () -> run,
        "oncall",
        "ops-1",
        stop,
        journals);
  }
}
