package dev.rollback.cli;

import dev.rollback.approval.DrillRecord;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.report.ScenariosText;
import dev.rollback.scenario.ScenarioReader;
import java.util.ArrayList;
import picocli.CommandLine.Command;

/** The scenarios there are, and the symptoms that each is for. */
@Command(
    name = "list",
    description =
        "List the scenarios, the symptoms that each is for, and which of them want a review or a"
            + " drill.")
final class ListCommand extends BaseCommand {
  ListCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var problems = new ArrayList<Diagnostic>();
    var rows = new ArrayList<ScenariosText.Row>();
    for (var file : workspace.all()) {
      switch (workspace.read(file.toString())) {
        case Checked.Valid<ScenarioReader.Read>(var read, var _) -> rows.add(row(read));
        case Checked.Invalid<ScenarioReader.Read>(var found) ->
            found.stream()
                .filter(p -> !problems.contains(p)) // of a runbook that several call
                .forEach(problems::add);
      }
    }
    output().text(ScenariosText.of(rows, output().layout()));
    output().answer().show(Kind.SCENARIOS, () -> ScenariosText.json(rows));
    if (!problems.isEmpty()) {
      output().problems(problems);
      return ExitCode.USAGE;
    }
    return ExitCode.OK;
  }

  private ScenariosText.Row row(ScenarioReader.Read read) {
    var path = world().directory().resolve(read.source().name());
    var drill =
        DrillRecord.read(DrillRecord.beside(path))
            .map(r -> new ScenariosText.Drilled(r.at(), r.healed(), r.isOf(read.source().text())));
    return ScenariosText.Row.of(read.scenario(), drill, world().clock().instant());
  }
}
