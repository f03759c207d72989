package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.report.DiagnosticJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    output().document(DiagnosticJson.of(problems));
    if (problems.isEmpty()) {
      output()
          .line(
              names.size() == 1
                  ? names.getFirst() + " is valid."
                  : names.size() + " runbooks are valid.");
      configuration.ifPresent(file -> output().line(file + " is valid."));
      return ExitCode.OK;
    }
    if (!output().isJson()) {
      output().problems(problems);
    }
    return problems.stream().anyMatch(p -> p.severity() == Diagnostic.Severity.ERROR)
        ? ExitCode.USAGE
        : ExitCode.OK;
  }
}
