package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.run.LateNotices;
import dev.rollback.run.RunState;
import dev.rollback.scenario.Scenario;
import dev.rollback.scenario.ScenarioReader;
import java.util.List;
import java.util.Optional;

/** Tells channels what they are to be told of runs whose process has ended. */
final class Overdue {
  private final World world;
  private final Workspace workspace;
  private final Output output;

  Overdue(World world, Workspace workspace, Output output) {
    this.world = world;
    this.workspace = workspace;
    this.output = output;
  }

  /** Of this run, unless a process works on it: that one tells by itself. */
  void tell(String run) {
    var reading = workspace.journals().readIntact(run);
    if (reading.damage().isPresent() || workspace.journals().holder(run).isPresent()) {
      return;
    }
    var state = RunState.of(reading.entries());
    if (!owes(state)) {
      return;
    }
    var plan = state.plan();
    try (var session = workspace.session(Optional.of(plan.target()));
        var journal = workspace.journals().open(run, reading)) {
      var read = workspace.parse(plan).orThrow();
      output.line("Run " + run + ":");
      new Execution(world, workspace, output)
          .tellLate(run, journal, plan, session.bind(read, PlanParameters.texts(plan), plan.at()));
    } catch (UserException e) {
      failed(run, e.problems());
    } catch (SystemException e) {
      failed(run, List.of(Diagnostic.error(e.problem()).advise(e.advice().orElse(""))));
    }
  }

  /** Most runbooks tell nobody, and are not read for it. */
  private boolean owes(RunState state) {
    Optional<Scenario> written =
        state.plan().text().contains("notify:")
            ? workspace.written(state.plan()).map(ScenarioReader.Read::scenario)
            : Optional.empty();
    return written.filter(s -> LateNotices.areOwed(state, s, world.clock().instant())).isPresent();
  }

  /** Nothing is left in place by it: other runs are seen to all the same. */
  private void failed(String run, List<Diagnostic> problems) {
    output.note("Run " + run + ": its channels could not be told.");
    output.problems(problems);
  }
}
