package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import dev.rollback.help.Completion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Completion for bash, zsh and fish. */
@Command(
    name = "completion",
    description =
        "Print the completion script for bash, zsh or fish. A package installs it; without one:"
            + " source <(rollback completion bash), or: rollback completion fish | source")
final class CompletionCommand extends BaseCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      description = "bash, zsh or fish. Default: what the variable SHELL names.")
  private @Nullable Completion shell;

  CompletionCommand(World world) {
    super(world);
  }

  @Override
  boolean speaksToPrograms() {
    return false;
  }

  @Override
  ExitCode execute() {
    var chosen = Optional.ofNullable(shell).or(this::ofPerson).orElseThrow(this::unknown);
    world().console().print(chosen.script(spec.root()));
    return ExitCode.OK;
  }

  private Optional<Completion> ofPerson() {
    return Completion.of(world().environment().getOrDefault("SHELL", ""));
  }

  private UserException unknown() {
    return new UserException(
        "which shell? The variable SHELL names none that can be completed",
        "Name it: rollback completion bash, zsh or fish.");
  }
}
