package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command has: the common options, and a way to say things. */
abstract class BaseCommand implements Callable<Integer> {
  private final World given;
  private Optional<Output> output = Optional.empty();

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // the parser answers it by itself
  private boolean help;

  BaseCommand(World world) {
    this.given = world;
  }

  /** Does it. */
  abstract ExitCode execute();

  /** The kinds of files that it can write besides what it prints: {@code --output KIND=FILE}. */
  Set<String> fileKinds() {
    return Set.of();
  }

  /** Whether what it says makes sense to a program. */
  boolean speaksToPrograms() {
    return true;
  }

  /** What is printed. */
  Output.Form form() {
    return Output.form(options);
  }

  @Override
  public final Integer call() {
    var said = output(); // refuses two forms before anything is done
    options.files(fileKinds()); // and other files
    if (said.forPrograms() && !speaksToPrograms()) {
      throw new UserException(
          "what this command prints is for people, or for a shell: there is no --output %s of it"
              .formatted(options.form()),
          "Leave --output out.");
    }
    try (var log = new Verbose(world(), options.verbosity())) {
      return call(said, log).code();
    }
  }

  private ExitCode call(Output said, Verbose log) {
    try {
      var exit = execute();
      said.answer().end(exit);
      return exit;
    } catch (RuntimeException e) {
      log.endedBy(e);
      throw e;
    }
  }

  /** The files that the command line asks for, by their kind; relative to the world's directory. */
  final Map<String, Path> files() {
    return options.files(fileKinds());
  }

  final World world() {
    return options.noInput() ? given.withoutInput() : given;
  }

  final CommonOptions options() {
    return options;
  }

  final Workspace workspace() {
    return new Workspace(world(), options);
  }

  /** One for the whole command: what it says to a program has one end. */
  final synchronized Output output() {
    var now = output.orElseGet(() -> new Output(world(), options, form()));
    output = Optional.of(now);
    return now;
  }
}
