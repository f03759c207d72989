package dev.rollback.lint;

import dev.rollback.action.BulkAction;
import dev.rollback.action.Catalog;
import dev.rollback.action.Limit;
import dev.rollback.action.OneWayAction;
import dev.rollback.action.StepType;
import dev.rollback.diagnostic.Located;
import dev.rollback.scenario.CauseNames;
import dev.rollback.scenario.Scenario;
import dev.rollback.scenario.StepForm;
import dev.rollback.yaml.YamlNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules that need nothing but the runbook. */
public final class RunbookLint {
  private static final Set<String> ON = Set.of("true", "on", "yes", "1", "enabled");

  /** {@code [Contact Info]}, {@code <name>}, TODO, {@code …-xxxxx}: what templates have. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("^\\[[^\\]]*\\]$|^<[^>]*>$|\\b(TODO|TBD|FIXME|XXX)\\b|-x{3,}\\b|/path/to/");

  private final Catalog catalog;
  private final Scenario scenario;
  private final Inputs inputs;
  private final List<Finding> findings = new ArrayList<>();

  private RunbookLint(Catalog catalog, Scenario scenario) {
    this.catalog = catalog;
    this.scenario = scenario;
    this.inputs = new Inputs(scenario);
  }

  /** What the rules object to in a valid runbook, on this day. */
  public static List<Finding> of(Scenario scenario, Catalog catalog, LocalDate today) {
    var lint = new RunbookLint(catalog, scenario);
    lint.head(today);
    lint.steps(scenario.steps(), false);
    lint.diagnosis();
    lint.findings.addAll(SwitchedOff.in(scenario.steps()));
    return List.copyOf(lint.findings);
  }

  private void head(LocalDate today) {
    var at = scenario.scenario().at();
    scenario
        .review()
        .ifPresentOrElse(
            review -> {
              var due = review.last().plus(Period.parse(review.every()));
              if (due.isBefore(today)) {
                findings.add(
                    Finding.of(
                        Rule.REVIEW_OVERDUE,
                        at,
                        "it was last reviewed on %s, and should have been by %s"
                            .formatted(review.last(), due)));
              }
            },
            () ->
                findings.add(
                    Finding.of(Rule.NO_REVIEW, at, "nobody says when it is to be reviewed")));
    placeholders();
    budgets();
    var nothing = scenario.before().isEmpty() && scenario.evidence().isEmpty();
    if (nothing
        && !scenario.steps().isEmpty()
        && scenario.calls().findAny().isEmpty()) { // those that it calls tell
      findings.add(
          Finding.of(
              Rule.NO_BEFORE, at, "nothing tells whether this is the right scenario to run"));
    }
  }

  private void diagnosis() {
    if (scenario.diagnosis().isEmpty() && scenario.steps().stream().anyMatch(RunbookLint::acts)) {
      findings.add(
          Finding.of(
              Rule.NO_DIAGNOSIS,
              scenario.scenario().at(),
              "its steps change something, whatever the cause of what is seen"));
    }
    if (scenario.diagnosis().size() > 1) {
      var conditions =
          Stream.of(scenario.before(), scenario.steps(), scenario.after())
              .<StepForm>flatMap(List::stream)
              .flatMap(RunbookLint::conditions)
              .toList();
      scenario.diagnosis().stream()
          .map(Scenario.Cause::cause)
          .filter(c -> conditions.stream().noneMatch(w -> CauseNames.asks(w, c.value())))
          .forEach(
              c ->
                  findings.add(
                      Finding.of(
                          Rule.UNUSED_CAUSE,
                          c.at(),
                          "no condition asks for the cause '" + c.value() + "'")));
    }
  }

  private static boolean acts(StepForm step) {
    return step instanceof StepForm.ActionStep || step.inner().anyMatch(RunbookLint::acts);
  }

  private static Stream<String> conditions(StepForm step) {
    var own =
        step instanceof StepForm.ChooseStep(var alternatives, var _)
            ? alternatives.stream().flatMap(a -> a.when().stream())
            : step.condition().stream();
    return Stream.concat(own.map(Located::value), step.inner().flatMap(RunbookLint::conditions));
  }

  /** What stands for what somebody was to write. */
  private void placeholders() {
    Stream.of(
            Stream.of(scenario.title(), scenario.owner()),
            scenario.contacts().stream()
                .flatMap(c -> Stream.of(c.onCall(), c.escalateTo()).flatMap(Optional::stream)),
            scenario.followUp().stream().flatMap(f -> Stream.of(f.title(), f.owner())))
        .flatMap(texts -> texts)
        .filter(text -> PLACEHOLDER.matcher(text).find())
        .forEach(
            text ->
                findings.add(
                    Finding.of(
                        Rule.PLACEHOLDER,
                        scenario.scenario().at(),
                        "'" + text + "' is still to be filled in")));
  }

  /** An estimate that says minutes, and phases that may take hours, cannot both be meant. */
  private void budgets() {
    var budgets =
        scenario.steps().stream()
            .flatMap(s -> s instanceof StepForm.PhaseStep p ? p.budget().stream() : Stream.empty())
            .reduce(Duration.ZERO, Duration::plus);
    scenario
        .estimate()
        .flatMap(Scenario.Estimate::duration)
        .filter(estimate -> budgets.compareTo(estimate) > 0)
        .ifPresent(
            estimate ->
                findings.add(
                    Finding.of(
                        Rule.BUDGETS_OVER_ESTIMATE,
                        scenario.scenario().at(),
                        "its phases may take %s, and its estimate is %s"
                            .formatted(budgets, estimate))));
  }

  /** Whether a gate stands before what follows these steps. */
  private boolean steps(List<? extends StepForm> steps, boolean gated) {
    var asked = gated;
    for (var step : steps) {
      asked = step(step, asked);
    }
    return asked;
  }

  private boolean step(StepForm step, boolean gated) {
    return switch (step) {
      case StepForm.ActionStep a -> {
        action(a, gated);
        yield gated;
      }
      case StepForm.GateStep g -> gated || g.when().isEmpty();
      case StepForm.ParallelStep p -> steps(p.parallel(), gated);
      case StepForm.PhaseStep p -> {
        phase(p);
        yield steps(p.steps(), gated);
      }
      case StepForm.ChooseStep c -> {
        // What follows is gated only where each alternative is, and one is always taken.
        var all = c.choose().stream().map(a -> steps(a.steps(), gated)).toList();
        var always = c.choose().stream().anyMatch(a -> a.when().isEmpty());
        yield gated || (always && all.stream().allMatch(g -> g));
      }
      case StepForm.CheckStep _,
          StepForm.CollectStep _,
          StepForm.ManualStep _,
          StepForm.ScenarioStep _ ->
          gated;
    };
  }

  private void phase(StepForm.PhaseStep phase) {
    var nobody = scenario.contacts().flatMap(Scenario.Contacts::escalateTo).isEmpty();
    if (phase.budget().isPresent() && nobody) {
      findings.add(
          Finding.of(
              Rule.BUDGET_WITHOUT_ESCALATION,
              phase.phase().at(),
              "there is nobody to tell when this phase takes longer than its budget"));
    }
  }

  private void action(StepForm.ActionStep step, boolean gated) {
    var type = catalog.find(step.action().value()).<StepType<?, ?>>map(e -> e.type());
    var bulk = type.filter(t -> movesMany(t, step)).isPresent();
    var oneWay = type.filter(t -> leavesSomething(t, step)).isPresent();
    if (bulk && step.limit().orElse(Limit.NONE).byKind().isEmpty()) {
      add(Rule.BULK_WITHOUT_LIMIT, step, "moves many objects, and has no limit of its own");
    }
    if ((bulk || oneWay) && !gated) {
      add(
          Rule.NO_GATE,
          step,
          (bulk ? "moves many objects" : "cannot be taken back")
              + ", and no gate stands before it");
    }
    if (step.onFailure() == StepForm.OnFailure.CONTINUE) {
      add(Rule.CONTINUE_ON_CHANGE, step, "may fail, and the run goes on");
    }
    if (step.temporary().isEmpty()) {
      step.with()
          .flatMap(RunbookLint::maintenance)
          .ifPresent(
              key ->
                  findings.add(
                      Finding.of(
                          Rule.MAINTENANCE_NOT_TEMPORARY,
                          key.at(),
                          "'" + key.text() + "' is set, and stays so after the run")));
    }
  }

  /** What counts objects brings a limit for the runbook that has none. */
  private boolean movesMany(StepType<?, ?> type, StepForm.ActionStep step) {
    return BulkAction.class.isAssignableFrom(type.inputs())
        && inputs
            .of(type, step)
            .map(action -> action instanceof BulkAction<?, ?, ?> b && !b.limit().isEmpty())
            .orElse(true);
  }

  /** A message cannot be taken back either, and nobody has to be asked before it. */
  private boolean leavesSomething(StepType<?, ?> type, StepForm.ActionStep step) {
    return type instanceof StepType.OneWayType<?, ?, ?>
        && inputs
            .of(type, step)
            .map(action -> action instanceof OneWayAction<?, ?> o && o.risk().leavesSomething())
            .orElse(true);
  }

  private void add(Rule rule, StepForm.ActionStep step, String what) {
    findings.add(Finding.of(rule, step.action().at(), "'" + step.action().value() + "' " + what));
  }

  /** A key that puts something into maintenance. */
  private static Optional<YamlNode.YamlScalar> maintenance(YamlNode inputs) {
    return switch (inputs) {
      case YamlNode.YamlMapping mapping ->
          mapping.entries().stream()
              .flatMap(
                  e ->
                      e.value() instanceof YamlNode.YamlScalar value
                              && e.key().text().toLowerCase(Locale.ROOT).contains("maintenance")
                              && ON.contains(value.text().toLowerCase(Locale.ROOT))
                          ? java.util.stream.Stream.of(e.key())
                          : maintenance(e.value()).stream())
              .findFirst();
      case YamlNode.YamlSequence sequence ->
          sequence.elements().stream().flatMap(i -> maintenance(i).stream()).findFirst();
      case YamlNode.YamlScalar _ -> Optional.empty();
    };
  }
}
