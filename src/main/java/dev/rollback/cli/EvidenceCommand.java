package dev.rollback.cli;

import picocli.CommandLine.Command;

/** What a run's record proves. */
@Command(
    name = "evidence",
    description = "Prove what a run has recorded: see `rollback evidence verify`.",
    subcommands = EvidenceVerifyCommand.class)
final class EvidenceCommand extends BaseCommand {
  EvidenceCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    output().line("rollback evidence verify RUN    check every line and every saved byte of a run");
    return ExitCode.OK;
  }
}
