package dev.rollback.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.scenario.Scenario;
import dev.rollback.scenario.ScenarioReader;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** The scenarios there are, and the symptoms that each is for. */
@Command(name = "list", description = "List the scenarios and the symptoms that each is for.")
final class ListCommand extends BaseCommand {
  ListCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var problems = new ArrayList<Diagnostic>();
    var scenarios = new ArrayList<Scenario>();
    for (var file : workspace.all()) {
      switch (workspace.read(file.toString())) {
        case Checked.Valid<ScenarioReader.Read>(var read, var _) -> scenarios.add(read.scenario());
        case Checked.Invalid<ScenarioReader.Read>(var found) ->
            found.stream()
                .filter(p -> !problems.contains(p)) // of a runbook that several call
                .forEach(problems::add);
      }
    }
    scenarios.forEach(this::show);
    document(scenarios);
    if (!problems.isEmpty()) {
      output().problems(problems);
      return ExitCode.USAGE;
    }
    return ExitCode.OK;
  }

  private void show(Scenario scenario) {
    var out = output();
    out.line(scenario.scenario().value() + "  " + scenario.title());
    scenario.symptoms().forEach(s -> out.line("    - " + s));
  }

  private void document(List<Scenario> scenarios) {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var scenario : scenarios) {
      var symptoms = JsonNodeFactory.instance.arrayNode();
      scenario.symptoms().forEach(symptoms::add);
      array
          .addObject()
          .put("scenario", scenario.scenario().value())
          .put("title", scenario.title())
          .put("owner", scenario.owner())
          .set("symptoms", symptoms);
    }
    output().document(array);
  }
}
