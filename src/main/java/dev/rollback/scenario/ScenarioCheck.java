package dev.rollback.scenario;

import dev.rollback.action.Catalog;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that can be wrong with a scenario before its parameters have values. */
final class ScenarioCheck {
  /** The only format there is. */
  static final String API_VERSION = "rollback/v1";

  private final Scenario scenario;
  private final SourceFile source;
  private final StepCheck steps;
  private final List<Diagnostic> problems = new ArrayList<>();

  /**
   * For a scenario in this file.
   *
   * @param called the scenarios that it calls, as far as they could be read
   */
  ScenarioCheck(
      Catalog catalog,
      Scenario scenario,
      SourceFile source,
      Map<String, ScenarioReader.Read> called) {
    this.scenario = scenario;
    this.source = source;
    this.steps =
        new StepCheck(
            catalog,
            ParameterValues.shapes(scenario),
            EvidenceShapes.of(catalog, scenario.evidence()),
            CauseNames.of(scenario, called),
            called);
  }

  List<Diagnostic> problems() {
    head();
    scenario
        .parameters()
        .values()
        .forEach(
            p ->
                p.defaultValue()
                    .flatMap(d -> ParameterValues.problem(d, p.type()))
                    .ifPresent(problems::add));
    scenario.notifications().forEach(n -> problems.addAll(n.problems()));
    scenario.evidence().forEach(steps::evidence);
    scenario.diagnosis().forEach(steps::cause);
    scenario.before().forEach(steps::before);
    scenario.steps().forEach(steps::step);
    scenario.after().forEach(steps::step);
    problems.addAll(steps.problems());
    return List.copyOf(problems);
  }

  private void head() {
    var version = scenario.apiVersion();
    if (!version.value().equals(API_VERSION)) {
      problems.add(
          Diagnostic.error(
                  version.at(), "'" + version.value() + "' is no format that this version reads")
              .advise("Write " + API_VERSION + "."));
    }
    var name = scenario.scenario();
    var file = Library.nameOf(source);
    if (!name.value().equals(file)) {
      problems.add(
          Diagnostic.error(
                  name.at(),
                  "the scenario is named '" + name.value() + "' in the file " + file + ".yaml")
              .advise("Give both the same name: it is the name on the command line."));
    }
    // Without steps it only checks; a diagnosis then has nothing to decide.
    if (scenario.steps().isEmpty() && !scenario.diagnosis().isEmpty()) {
      problems.add(
          Diagnostic.error(name.at(), "the scenario has a diagnosis and no steps")
              .advise("Write what is done about its causes under `steps:`."));
    }
    if (scenario.after().isEmpty()) {
      problems.add(
          Diagnostic.error(name.at(), "the scenario has no checks under `after:`")
              .advise("Success is what these checks measure; give it at least one."));
    } else if (scenario.after().stream().allMatch(c -> c.when().isPresent())) {
      problems.add(
          Diagnostic.error(
                  scenario.after().getFirst().check().at(),
                  "every check under `after:` has a condition, so that none may be left")
              .advise("Success is what these checks measure; leave `when` out of at least one."));
    }
  }
}
