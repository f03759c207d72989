package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.plan.Diagnosis;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.Notification;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The state of a run for other programs. */
public final class RunJson {
  private RunJson() {}

  /** The form of the JSON. */
  @Doc("The state of a run.")
  public record Form(
      @Doc("The run's id.") String run,
      @Doc("The scenario's name.") String scenario,
      @Doc("The target's name.") String target,
      @Doc("When it began.") Instant started,
      @Doc("Whether a process is working on it.") boolean running,
      @Doc("How it ended; missing while it runs and after a crash.") Optional<Outcome> outcome,
      @Doc("The outcome in a sentence.") String summary,
      @Doc("Whether `resume` has something to go on with.") boolean resumable,
      @Doc("Whether something that it changed may still be changed.") boolean mayHaveChanged,
      @Doc("Which causes were found; missing where the runbook has no diagnosis.")
          Optional<Diagnosis> diagnosis,
      @Doc("Every step that is no group, the checks after the steps included.")
          List<StepState> steps,
      @Doc("Temporary changes that are still in place.") List<Report.Outstanding> outstanding,
      @Doc("What went wrong.") List<Failure> failures,
      @Doc("What is left to do.") List<Remaining> remaining,
      @Doc("The phases that have a budget, and what they used of it by the last event.")
          List<PhaseUse> phases,
      @Doc("Which channels were told, and which could not be.") List<Notification> notifications) {}

  /** The state as a tree. */
  public static JsonNode of(RunState run, boolean running) {
    return Codec.of(Form.class)
        .encode(
            new Form(
                run.run(),
                run.plan().scenario(),
                run.plan().target(),
                run.startedAt(),
                running,
                run.ended().map(end -> end.outcome()),
                Outcomes.sentence(run, running),
                run.resumable(),
                run.mayHaveChanged(),
                run.plan().diagnosis(),
                steps(run),
                Reports.of(run, ReportExtras.NONE).outstanding(),
                Failure.of(run),
                Remaining.of(run, running),
                PhaseUse.of(run, run.last().at()),
                run.notifications()));
  }

  /** A group is no step of its own: nothing is recorded of it. */
  private static List<StepState> steps(RunState run) {
    var groups = run.plan().all().filter(RunJson::group).map(PlannedStep::id).toList();
    return run.steps().values().stream().filter(s -> !groups.contains(s.id())).toList();
  }

  private static boolean group(PlannedStep step) {
    return step instanceof PlannedStep.Parallel || step instanceof PlannedStep.Phase;
  }

  /** The same as text, indented. */
  public static String text(RunState run, boolean running) {
    return Json.text(of(run, running));
  }
}
