package dev.rollback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.report.CommandJson;
import dev.rollback.shape.Codec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads runbooks and says everything that is wrong with them. */
@Command(
    name = "validate",
    description = "Check runbooks and rollback.yaml; all problems at once, no connection.")
final class ValidateCommand extends BaseCommand {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Files or names of scenarios. Default: all in the directory of runbooks.")
  private List<String> files = new ArrayList<>();

  ValidateCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var names = files.isEmpty() ? workspace.all().stream().map(Object::toString).toList() : files;
    var problems = new ArrayList<Diagnostic>();
    for (var name : names) {
      workspace.read(name).diagnostics().stream()
          .filter(p -> !problems.contains(p)) // of a runbook that several call
          .forEach(problems::add);
    }
    // What the runbooks are run on is read with them, and before the incident.
    var configuration =
        files.isEmpty() ? workspace.configurationThatIsThere() : Optional.<Path>empty();
    configuration.ifPresent(file -> problems.addAll(workspace.read(file).diagnostics()));
    output().answer().problems(problems);
    output().answer().show(Kind.VALIDATION, () -> json(problems, names, configuration));
    if (problems.isEmpty()) {
      output()
          .line(
              names.size() == 1
                  ? names.getFirst() + " is valid."
                  : names.size() + " runbooks are valid.");
      configuration.ifPresent(file -> output().line(file + " is valid."));
      return ExitCode.OK;
    }
    if (!output().forPrograms()) {
      output().problems(problems);
    }
    return valid(problems) ? ExitCode.OK : ExitCode.USAGE;
  }

  private static boolean valid(List<Diagnostic> problems) {
    return problems.stream().noneMatch(p -> p.severity() == Diagnostic.Severity.ERROR);
  }

  private static JsonNode json(
      List<Diagnostic> problems, List<String> names, Optional<Path> configuration) {
    var files = Stream.concat(names.stream(), configuration.stream().map(Path::toString)).toList();
    return Codec.of(CommandJson.Validation.class)
        .encode(new CommandJson.Validation(valid(problems), files));
  }
}
