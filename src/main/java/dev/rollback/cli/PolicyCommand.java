package dev.rollback.cli;

import picocli.CommandLine.Command;

/** What a target's policy asks. */
@Command(
    name = "policy",
    description = "What a target's policy asks: see `rollback policy explain`.",
    subcommands = PolicyExplainCommand.class)
final class PolicyCommand extends BaseCommand {
  PolicyCommand(World world) {
    super(world);
  }

  @Override
  boolean speaksToPrograms() {
    return false;
  }

  @Override
  ExitCode execute() {
    output().line("rollback policy explain NAME    what would be asked of a plan now, and why");
    return ExitCode.OK;
  }
}
