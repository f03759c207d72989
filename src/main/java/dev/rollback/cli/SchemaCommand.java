package dev.rollback.cli;

import dev.rollback.scenario.ScenarioSchema;
import picocli.CommandLine.Command;

/** The JSON Schema of runbooks, for editors. */
@Command(name = "schema", description = "Print the JSON Schema of runbooks, for editors.")
final class SchemaCommand extends BaseCommand {
  SchemaCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    world().console().print(Output.pretty(ScenarioSchema.of(workspace().catalog())));
    return ExitCode.OK;
  }
}
