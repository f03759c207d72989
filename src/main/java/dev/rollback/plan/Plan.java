package dev.rollback.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Risk;
import dev.rollback.shape.Doc;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run would do: a value, made by readers alone.
 *
 * @see PlanDigest
 */
@Doc("What a run would do.")
public record Plan(
    @Doc("The scenario's name.") String scenario,
    @Doc("The scenario's title.") String title,
    @Doc("The runbook: the name of its file.") String runbook,
    @Doc("The runbook: its text.") String text,
    @Doc("The runbooks that it calls; missing where it calls none.") Optional<List<Called>> called,
    @Doc("The values of the parameters.") Map<String, JsonNode> parameters,
    @Doc("The target's name.") String target,
    @Doc("Whether every change on the target asks.") boolean guarded,
    @Doc("When it was made.") Instant at,
    @Doc("Where each connection leads.") Map<String, String> addresses,
    @Doc("What the systems are that it moves, as far as they can tell.")
        Map<String, String> identities,
    @Doc("What the evidence checks read; conditions refer to it.") List<CheckResult> evidence,
    @Doc("Which causes were found; missing where the runbook has no diagnosis.")
        Optional<Diagnosis> diagnosis,
    @Doc("What the checks read that must pass before step 1.") List<CheckResult> before,
    @Doc("The steps, in order.") List<PlannedStep> steps,
    @Doc("What decides success.") List<PlannedStep.Check> after,
    @Doc("How many objects the run may move in all.") List<RunLimit> limits,
    @Doc("What holds of it as a saved plan; missing where it was made to be run at once.")
        Optional<Saved> saved) {

  /**
   * What holds of a plan that is kept in a file. It is part of the plan, so that its digest, and
   * with it every approval, covers it.
   */
  @Doc("What holds of a plan that is kept in a file.")
  public record Saved(
      @Doc("Until when it can be applied.") Instant expires,
      @Doc("The version of rollback that made it.") String version,
      @Doc("SHA-256 of the runbook's text.") String runbook,
      @Doc("SHA-256 of the state before, of each step that changes something.")
          Map<String, String> states) {}

  /** A runbook that is called, as it was when the plan was made. */
  @Doc("A runbook that is called, as it was when the plan was made.")
  public record Called(
      @Doc("The name of its file.") String runbook, @Doc("Its text.") String text) {}

  /** The runbooks that it calls. */
  public List<Called> calledRunbooks() {
    return called.orElse(List.of());
  }

  /**
   * A plan without a diagnosis and without limits for the whole run, which is run at once or not at
   * all.
   */
  public Plan(
      String scenario,
      String title,
      String runbook,
      String text,
      Map<String, JsonNode> parameters,
      String target,
      boolean guarded,
      Instant at,
      Map<String, String> addresses,
      Map<String, String> identities,
      List<CheckResult> evidence,
      List<CheckResult> before,
      List<PlannedStep> steps,
      List<PlannedStep.Check> after) {
    this(
        scenario,
        title,
        runbook,
        text,
        Optional.empty(),
        parameters,
        target,
        guarded,
        at,
        addresses,
        identities,
        evidence,
        Optional.empty(),
        before,
        steps,
        after,
        List.of(),
        Optional.empty());
  }

  /** The same plan, to be kept in a file until it expires. */
  public Plan saved(Instant expires, String version) {
    return new Plan(
        scenario,
        title,
        runbook,
        text,
        called,
        parameters,
        target,
        guarded,
        at,
        addresses,
        identities,
        evidence,
        diagnosis,
        before,
        steps,
        after,
        limits,
        Optional.of(
            new Saved(expires, version, PlanDigest.ofText(text), PlanDigest.ofStates(this))));
  }

  /** Every step, those within others included, in order. */
  public Stream<PlannedStep> all() {
    return steps.stream().flatMap(PlannedStep::flatten);
  }

  /** What a check read when the plan was made, where it compares with that. */
  public Optional<JsonNode> baseline(String check) {
    return Stream.concat(all(), after.stream())
        .filter(PlannedStep.Check.class::isInstance)
        .map(PlannedStep.Check.class::cast)
        .filter(c -> c.id().equals(check))
        .findFirst()
        .flatMap(PlannedStep.Check::baseline);
  }

  /** The checks before step 1 that did not pass. */
  public List<CheckResult> notMet() {
    return before.stream().filter(c -> c.verdict() != CheckResult.Verdict.PASS).toList();
  }

  /** Whether it changes nothing because no cause was found that the scenario is for. */
  public boolean idle() {
    return diagnosis.filter(Diagnosis::idle).isPresent();
  }

  /**
   * The checks that decide success and do not pass, although no cause was found that the scenario
   * is for: then it does not help, and must not be run.
   */
  public List<CheckResult> unexplained() {
    return diagnosis.map(Diagnosis::unexplained).orElse(List.of());
  }

  /** The changes that are not yet as they should be. */
  public List<PlannedStep.Change> changes() {
    return all()
        .filter(PlannedStep.Change.class::isInstance)
        .map(PlannedStep.Change.class::cast)
        .filter(c -> !c.nothingToDo())
        .toList();
  }

  /** How many objects each change moves, by step and kind. */
  Map<String, Map<String, Long>> magnitudes() {
    var magnitudes = new LinkedHashMap<String, Map<String, Long>>();
    changes().forEach(c -> magnitudes.put(c.id(), c.magnitude()));
    return magnitudes;
  }

  /** How many objects the run moves in all, by kind, as far as it is known. */
  public Map<String, Long> predicted() {
    return Limits.sum(changes().stream().map(PlannedStep.Change::magnitude).toList());
  }

  /** Whether nothing would be changed, sent or asked of a person's hands. */
  public boolean nothingToDo() {
    return all()
        .allMatch(
            s ->
                switch (s) {
                  case PlannedStep.Change c -> c.nothingToDo();
                  case PlannedStep.Deferred _, PlannedStep.OneWay _, PlannedStep.Manual _ -> false;
                  // Evidence is kept of what is done; where nothing else is asked for, for itself.
                  case PlannedStep.Collect _ -> all().anyMatch(Plan::acts);
                  case PlannedStep.Check _,
                      PlannedStep.Gate _,
                      PlannedStep.Parallel _,
                      PlannedStep.Phase _,
                      PlannedStep.Skipped _ ->
                      true;
                });
  }

  private static boolean acts(PlannedStep step) {
    return switch (step) {
      case PlannedStep.Change _,
          PlannedStep.Deferred _,
          PlannedStep.OneWay _,
          PlannedStep.Manual _,
          PlannedStep.Skipped _ ->
          true;
      case PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Gate _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _ ->
          false;
    };
  }

  /** The most harm that any step can do. */
  public Risk risk() {
    return all().map(PlannedStep::ownRisk).max(Comparator.naturalOrder()).orElse(Risk.OBSERVE);
  }

  /** The first step whose effect undo cannot take back. */
  public Optional<PlannedStep> pointOfNoReturn() {
    return all()
        .filter(
            s ->
                switch (s) {
                  case PlannedStep.Change c ->
                      !c.nothingToDo() && c.undo() instanceof dev.rollback.action.Undo.Impossible;
                  case PlannedStep.Deferred d ->
                      d.undo() instanceof dev.rollback.action.Undo.Impossible;
                  case PlannedStep.OneWay o -> o.leavesSomething();
                  case PlannedStep.Check _,
                      PlannedStep.Collect _,
                      PlannedStep.Gate _,
                      PlannedStep.Manual _,
                      PlannedStep.Parallel _,
                      PlannedStep.Phase _,
                      PlannedStep.Skipped _ ->
                      false;
                })
        .findFirst();
  }
}
