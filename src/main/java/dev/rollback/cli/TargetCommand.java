package dev.rollback.cli;

import picocli.CommandLine.Command;

/** What rollback.yaml names, and which systems these are. */
@Command(
    name = "target",
    description = "The targets of rollback.yaml: `target list`, `target pin`.",
    subcommands = {TargetListCommand.class, TargetPinCommand.class})
final class TargetCommand extends BaseCommand {
  TargetCommand(World world) {
    super(world);
  }

  @Override
  boolean speaksToPrograms() {
    return false;
  }

  @Override
  ExitCode execute() {
    output().line("rollback target list          where each target leads, and what is pinned");
    output()
        .line("rollback target pin [NAME]    write into rollback.yaml what its systems are now");
    return ExitCode.OK;
  }
}
