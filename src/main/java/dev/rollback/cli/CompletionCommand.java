package dev.rollback.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Completion for bash and zsh. */
@Command(
    name = "completion",
    description = "Print the completion script for bash and zsh: source <(rollback completion)")
final class CompletionCommand extends BaseCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(World world) {
    super(world);
  }

  @Override
  boolean speaksToPrograms() {
    return false;
  }

  @Override
  ExitCode execute() {
    world().console().print(AutoComplete.bash("rollback", spec.root().commandLine()));
    return ExitCode.OK;
  }
}
