package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command has: the common options, and a way to say things. */
abstract class BaseCommand implements Callable<Integer> {
  private final World given;

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

  /** Whether it writes the reports that {@code --output FORM=FILE} asks for. */
  boolean writesReports() {
    return false;
  }

  @Override
  public final Integer call() {
    if (!writesReports() && !options.files().isEmpty()) {
      throw new UserException(
          "this command writes no report of the form " + options.files().getFirst().form(),
          "`check` does; of a run, `rollback report RUN -o FILE` makes it.");
    }
    return execute().code();
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

  final Output output(Output.Form form) {
    return new Output(world(), options, form);
  }

  final Output output() {
    return new Output(world(), options);
  }
}
