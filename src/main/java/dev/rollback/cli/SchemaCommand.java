package dev.rollback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Catalog;
import dev.rollback.report.DrillsText;
import dev.rollback.report.PlanJson;
import dev.rollback.report.PreflightJson;
import dev.rollback.report.Report;
import dev.rollback.report.RunJson;
import dev.rollback.scenario.ScenarioSchema;
import dev.rollback.shape.CodecSchema;
import dev.rollback.target.ConfigurationSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** JSON Schemas: of files for editors, of outputs for programs. */
@Command(
    name = "schema",
    description = "Print a JSON Schema: of a file for editors, of an output for programs.")
final class SchemaCommand extends BaseCommand {
  /** What has a schema. */
  enum Form {
    /** A runbook. */
    runbook,
    /** The file rollback.yaml. */
    configuration,
    /** What `plan` prints. */
    plan,
    /** What `doctor` prints. */
    preflight,
    /** What `status` prints. */
    run,
    /** What `report` prints. */
    report,
    /** What `drill` prints. */
    drill;

    /** The schema of this form. */
    JsonNode schema(Catalog catalog) {
      return switch (this) {
        case runbook -> ScenarioSchema.of(catalog);
        case configuration -> ConfigurationSchema.of(catalog);
        case plan -> CodecSchema.of(PlanJson.Form.class);
        case preflight -> CodecSchema.of(PreflightJson.Form.class);
        case run -> CodecSchema.of(RunJson.Form.class);
        case report -> CodecSchema.of(Report.class);
        case drill -> CodecSchema.of(DrillsText.Form.class);
      };
    }
  }

  @Parameters(
      paramLabel = "FORM",
      arity = "0..1",
      defaultValue = "runbook",
      description =
          "runbook, configuration (rollback.yaml); or what is printed with --output json: plan,"
              + " preflight (of doctor), run (of status), report, drill. Default: ${DEFAULT-VALUE}.")
  private Form form = Form.runbook;

  SchemaCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    world().console().print(Output.pretty(form.schema(workspace().catalog())));
    return ExitCode.OK;
  }
}
