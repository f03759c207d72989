package dev.rollback.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rollback} alone: the five commands that one needs at three in the morning. */
@Command(
    name = "rollback",
    versionProvider = RollbackCommand.Versions.class,
    description = "Executes rollback runbooks: previewed, gated, journalled, verified, undoable.",
    subcommands = {
      ScenarioCommand.class,
      DrillCommand.class,
      PlanCommand.class,
      ApplyCommand.class,
      ApproveCommand.class,
      ResumeCommand.class,
      UndoCommand.class,
      RedoCommand.class,
      DueCommand.class,
      StatusCommand.class,
      WatchCommand.class,
      RunsCommand.class,
      ReportCommand.class,
      EvidenceCommand.class,
      CheckCommand.class,
      TargetCommand.class,
      DoctorCommand.class,
      PolicyCommand.class,
      ListCommand.class,
      ShowCommand.class,
      ValidateCommand.class,
      LintCommand.class,
      ActionsCommand.class,
      SchemaCommand.class,
      HelpCommand.class,
      CompletionCommand.class,
      AskCommand.class,
      PackageCommand.class
    })
final class RollbackCommand extends BaseCommand {
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("unused") // the parser answers it by itself
  private boolean version;

  RollbackCommand(World world) {
    super(world);
  }

  /** Says the version. */
  static final class Versions implements picocli.CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"rollback " + Version.text()};
    }
  }

  @Override
  boolean speaksToPrograms() {
    return false;
  }

  @Override
  ExitCode execute() {
    output()
        .text(
            """
            Something is broken? These are the commands you need:

              rollback list                       which scenario fits the symptoms
              rollback scenario NAME --dry-run    what it would do, as a diff; changes nothing
              rollback scenario NAME              preview, ask, do, verify, report
              rollback watch                      the same run from another terminal
              rollback resume                     go on after Ctrl-C, a crash or a gate
              rollback undo RUN                   bring everything back as it was before a run

            Try it where nothing can break:  rollback drill auth-failure
            All commands:                    rollback --help
            What is behind it:               rollback help topics
            """);
    return ExitCode.OK;
  }
}
