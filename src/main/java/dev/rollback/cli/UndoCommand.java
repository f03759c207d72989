package dev.rollback.cli;

import dev.rollback.console.Prompt;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.report.UndoText;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings back what was there before a run. */
@Command(name = "undo", description = "Bring everything back as it was before a run.")
final class UndoCommand extends BaseCommand {
  @Parameters(
      paramLabel = "RUN",
      description = "The run's id, the beginning of it, or latest: there is no default here.")
  private String run = "";

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  UndoCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var id = workspace.journals().resolve(run);
    var state = Recorded.state(workspace.journals(), id);
    if (!state.mayHaveChanged()) {
      output().line("Nothing to undo: run " + id + " has left nothing changed.");
      return ExitCode.OK;
    }
    output().text(UndoText.of(state, output().layout()));
    if (!agreed(id)) {
      return world().stop().requested().isPresent() ? ExitCode.INTERRUPTED : ExitCode.GATE;
    }
    var by = world().user();
    var result =
        new Past(world(), workspace, output())
            .continueWith(id, runner -> runner.undo("asked for by " + by, by));
    new Reports(workspace, output()).finish(result.run());
    return ExitCodes.ofUndo(result.outcome());
  }

  private boolean agreed(String id) {
    if (yes) {
      return true;
    }
    if (!world().console().interactive()) {
      output()
          .problems(
              List.of(
                  Diagnostic.error(
                          "nothing was undone: an undo asks first, and nobody is there to ask")
                      .advise("Run it at a terminal, or with --yes.")));
      return false;
    }
    var answer = world().console().ask(Prompt.yesNo("Undo these changes of run " + id + "?"));
    var agreed = answer.filter(Prompt.YES::equals).isPresent();
    if (!agreed) {
      output().line("Declined. Nothing was undone.");
    }
    return agreed;
  }
}
