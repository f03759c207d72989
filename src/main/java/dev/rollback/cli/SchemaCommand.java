package dev.rollback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Catalog;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.UserException;
import dev.rollback.report.CommandJson;
import dev.rollback.scenario.ScenarioSchema;
import dev.rollback.shape.Codec;
import dev.rollback.target.ConfigurationSchema;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** JSON Schemas: of files for editors, of outputs for programs. */
@Command(
    name = "schema",
    description = "Print a JSON Schema: of a file for editors, of an output for programs.")
final class SchemaCommand extends BaseCommand {
  private static final String RUNBOOK = "runbook";
  private static final String CONFIGURATION = "configuration";

  @Parameters(
      paramLabel = "FORM",
      arity = "0..1",
      defaultValue = RUNBOOK,
      completionCandidates = Names.class,
      description =
          "runbook, configuration (rollback.yaml); or the kind of a document or a line that is"
              + " printed with --output json or jsonl, such as plan, run, event, result."
              + " Default: ${DEFAULT-VALUE}.")
  private String form = RUNBOOK;

  SchemaCommand(World world) {
    super(world);
  }

  /** All that has a schema: files first, then what is printed. */
  static List<String> names() {
    return Stream.concat(
            Stream.of(RUNBOOK, CONFIGURATION), Stream.of(Kind.values()).map(Kind::word).sorted())
        .toList();
  }

  /** For completion. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  /**
   * A schema.
   *
   * @throws UserException when nothing has this name
   */
  static JsonNode schema(String name, Catalog catalog) {
    return switch (name) {
      case RUNBOOK -> ScenarioSchema.of(catalog);
      case CONFIGURATION -> ConfigurationSchema.of(catalog);
      default ->
          Stream.of(Kind.values())
              .filter(k -> k.word().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(name))
              .schema();
    };
  }

  private static UserException unknown(String name) {
    return new UserException(
        "nothing called '" + name + "' has a schema",
        DidYouMean.among(name, names())
            .map(meant -> "Did you mean '" + meant + "'?")
            .orElse("There are: " + String.join(", ", names()) + "."));
  }

  /** A schema is a JSON document itself: also for programs, nothing is put around it. */
  @Override
  ExitCode execute() {
    var schema = schema(form, workspace().catalog());
    switch (form()) {
      case TEXT, MARKDOWN, JSON -> {
        world().console().print(Output.pretty(schema));
        output().answer().withdraw();
      }
      case JSONL ->
          output()
              .answer()
              .line(
                  Kind.SCHEMA,
                  () ->
                      Codec.of(CommandJson.Schema.class)
                          .encode(new CommandJson.Schema(form, schema)));
    }
    return ExitCode.OK;
  }
}
