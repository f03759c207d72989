package dev.rollback.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
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

  /** The kinds of files that it can write besides what it prints: {@code --output KIND=FILE}. */
  Set<String> fileKinds() {
    return Set.of();
  }

  @Override
  public final Integer call() {
    options.files(fileKinds()); // refuses others before anything is done
    return execute().code();
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

  final Output output(Output.Form form) {
    return new Output(world(), options, form);
  }

  final Output output() {
    return new Output(world(), options);
  }
}
