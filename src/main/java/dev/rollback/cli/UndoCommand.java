package dev.rollback.cli;

import dev.rollback.console.Prompt;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Topic;
import dev.rollback.plan.RefusedException;
import dev.rollback.report.UndoText;
import dev.rollback.run.RunState;
import dev.rollback.run.Runner;
import dev.rollback.run.UndoPreview;
import dev.rollback.run.UndoPreview.Found;
import dev.rollback.scenario.BoundScenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings back what was there before a run, or before some of its steps. */
@Command(name = "undo", description = "Bring everything back as it was before a run.")
final class UndoCommand extends BaseCommand {
  @Parameters(
      paramLabel = "RUN",
      description = "The run's id, the beginning of it, or latest: there is no default here.")
  private String run = "";

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description =
          "Take back this step alone; may be repeated. Refused where a later step builds on it.")
  private List<String> steps = new ArrayList<>();

  @Option(
      names = "--overwrite",
      paramLabel = "STEP",
      description =
          "Bring this step's change back also where somebody else has changed it since; may be"
              + " repeated. Without it, each is asked about.")
  private List<String> overwrite = new ArrayList<>();

  @Option(names = "--yes", description = "Do not ask, as long as nobody else has changed anything.")
  private boolean yes;

  @Mixin private TakeOver takeOver = new TakeOver();

  UndoCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var id = workspace.journals().resolve(run);
    var state = Recorded.state(workspace.journals(), id);
    output().answer().run(id, state.ended().map(end -> end.outcome()));
    var chosen = new ChosenSteps(state.plan(), state.toUndo(), "left nothing changed");
    if (steps.isEmpty() && state.toUndo().isEmpty() && isHalfUndone(state)) {
      return finish(id);
    }
    if (steps.isEmpty() && state.toUndo().isEmpty()) {
      output().note("Nothing to undo: run " + id + " has left nothing changed.");
      if (!state.toRedo().isEmpty()) {
        output().note("What was taken back can be put back: rollback redo " + id);
      }
      return ExitCode.OK;
    }
    chosen.require(steps);
    chosen.require(overwrite);
    var past = new Past(world(), workspace, output(), takeOver.wanted(), Set.copyOf(overwrite));
    past.look(state, (session, scenario) -> preview(state, session, scenario));
    if (!agreed(id)) {
      return world().stop().requested().isPresent() ? ExitCode.INTERRUPTED : ExitCode.GATE;
    }
    var by = world().user();
    var result =
        past.continueWith(id, runner -> runner.undo("asked for by " + by, by, List.copyOf(steps)));
    new Reports(workspace, output()).finish(result.run());
    return exit(RunState.of(workspace.journals().read(id)), result);
  }

  /** An undo has taken everything back and died before it could say so. */
  private static boolean isHalfUndone(RunState state) {
    return state.undoing().isPresent() && state.ended().isEmpty();
  }

  private ExitCode finish(String id) {
    var result =
        new Past(world(), workspace(), output(), takeOver.wanted(), Set.of())
            .continueWith(id, Runner::run);
    new Reports(workspace(), output()).finish(result.run());
    return ExitCodes.ofUndo(result.outcome());
  }

  /** Shows what would be taken back; refuses what cannot be, before anything is. */
  private void preview(RunState state, Session session, BoundScenario scenario) {
    var preview = new UndoPreview(state, scenario);
    refuseBuiltOn(state, preview.builtOn(steps));
    var found = preview.of(steps);
    session.readyToUndo(scenario, found.keySet());
    output().text(UndoText.of(state, found, output().layout()));
    if (!world().console().interactive()) {
      refuseDrift(state, found);
    }
  }

  private static void refuseBuiltOn(RunState state, Map<String, List<String>> built) {
    var problems = new ArrayList<Diagnostic>();
    built.forEach(
        (step, later) ->
            problems.add(
                Diagnostic.error(
                        "step '%s' cannot be taken back alone: %s changed the same thing after it"
                            .formatted(step, String.join(" and ", later)))
                    .advise(
                        "Take them back together: rollback undo "
                            + state.run()
                            + " --step "
                            + step
                            + " --step "
                            + String.join(" --step ", later))
                    .see(Topic.UNDO)));
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
  }

  /** Nobody is there to be asked about each. */
  private void refuseDrift(RunState state, Map<String, Found> found) {
    var problems = new ArrayList<Diagnostic>();
    found.forEach(
        (step, what) -> {
          if (what instanceof Found.Changed && !overwrite.contains(step)) {
            problems.add(
                Diagnostic.error(
                        "somebody else has changed what step '%s' wrote, as shown above"
                            .formatted(step))
                    .advise(
                        "Nothing was undone. Decide at a terminal, or overwrite it: rollback undo "
                            + state.run()
                            + " --overwrite "
                            + step)
                    .see(Topic.DRIFT));
          }
        });
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
  }

  /** Of single steps, what was asked for is done when they are taken back. */
  private ExitCode exit(RunState state, Execution.Result result) {
    var back = steps.stream().noneMatch(s -> state.step(s).mayHaveChanged());
    return !steps.isEmpty() && back ? ExitCode.OK : ExitCodes.ofUndo(result.outcome());
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
      output().note("Declined. Nothing was undone.");
    }
    return agreed;
  }
}
