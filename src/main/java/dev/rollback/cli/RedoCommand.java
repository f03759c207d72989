package dev.rollback.cli;

import dev.rollback.console.Prompt;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.report.UndoText;
import dev.rollback.run.Heading;
import dev.rollback.run.RunState;
import dev.rollback.run.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The undo of an undo. */
@Command(name = "redo", description = "Put back what an undo has taken back; then verify again.")
final class RedoCommand extends BaseCommand {
  @Parameters(
      paramLabel = "RUN",
      description = "The run's id, the beginning of it, or latest: there is no default here.")
  private String run = "";

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description = "Put back this step alone; may be repeated.")
  private List<String> steps = new ArrayList<>();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Mixin private TakeOver takeOver = new TakeOver();

  RedoCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var id = workspace.journals().resolve(run);
    var state = Recorded.state(workspace.journals(), id);
    output().answer().run(id, state.ended().map(end -> end.outcome()));
    new ChosenSteps(state.plan(), state.toRedo(), "not been taken back by an undo").require(steps);
    if (state.toRedo().isEmpty() && isHalfDone(state)) {
      return finish(id);
    }
    if (state.toRedo().isEmpty()) {
      output().note("Nothing to put back: no undo has taken back anything of run " + id + ".");
      return ExitCode.OK;
    }
    output().text(UndoText.ofRedo(state, steps, output().layout()));
    if (!agreed(id)) {
      return world().stop().requested().isPresent() ? ExitCode.INTERRUPTED : ExitCode.GATE;
    }
    var by = world().user();
    var result =
        new Past(world(), workspace, output(), takeOver.wanted(), Set.of())
            .continueWith(id, runner -> runner.redo("asked for by " + by, by, List.copyOf(steps)));
    new Reports(workspace, output()).finish(result.run());
    return ExitCodes.of(result);
  }

  /** A redo has put everything back and died before it could verify it or say so. */
  private static boolean isHalfDone(RunState state) {
    return state.heading() instanceof Heading.Redoing && state.ended().isEmpty();
  }

  private ExitCode finish(String id) {
    var result =
        new Past(world(), workspace(), output(), takeOver.wanted(), Set.of())
            .continueWith(id, Runner::run);
    new Reports(workspace(), output()).finish(result.run());
    return ExitCodes.of(result);
  }

  private boolean agreed(String id) {
    if (yes) {
      return true;
    }
    if (!world().console().interactive()) {
      output()
          .problems(
              List.of(
                  Diagnostic.error("nothing was put back: this asks first, and nobody is there")
                      .advise("Run it at a terminal, or with --yes.")));
      return false;
    }
    var prompt = Prompt.yesNo("Put these changes of run " + id + " back?");
    var agreed = world().console().ask(prompt).filter(Prompt.YES::equals).isPresent();
    if (!agreed) {
      output().note("Declined. Nothing was put back.");
    }
    return agreed;
  }
}
