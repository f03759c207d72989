package dev.rollback.cli;

import picocli.CommandLine.Command;

/** What a run's record proves. */
@Command(
    name = "evidence",
    description = "Prove what a run has recorded: see `rollback evidence verify`.",
    subcommands = {EvidenceVerifyCommand.class, EvidenceHeadCommand.class})
final class EvidenceCommand extends BaseCommand {
  EvidenceCommand(World world) {
    super(world);
  }

  @Override
  boolean speaksToPrograms() {
    return false;
  }

  @Override
  ExitCode execute() {
    output().line("rollback evidence verify RUN    check every line and every saved byte of a run");
    output()
        .line(
            "rollback evidence head RUN      print what stands for all of it, to be kept"
                + " elsewhere");
    return ExitCode.OK;
  }
}
