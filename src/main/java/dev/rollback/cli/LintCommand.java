package dev.rollback.cli;

import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.help.Asked;
import dev.rollback.lint.Finding;
import dev.rollback.lint.LiveLint;
import dev.rollback.lint.RunbookLint;
import dev.rollback.report.LintJson;
import dev.rollback.scenario.ScenarioReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is allowed in runbooks and will be regretted in an incident. */
@Command(
    name = "lint",
    description = "Say what to improve in runbooks; with --target also what only it shows.")
final class LintCommand extends BaseCommand {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      completionCandidates = Asked.Scenarios.class,
      description = "Files or names of scenarios. Default: all in the directory of runbooks.")
  private List<String> files = new ArrayList<>();

  @Option(names = "--strict", description = "Exit with 2 also where there are only warnings.")
  private boolean strict;

  LintCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var names = files.isEmpty() ? workspace.all().stream().map(Object::toString).toList() : files;
    var errors = new ArrayList<Diagnostic>();
    var findings = new ArrayList<Finding>();
    for (var name : names) {
      switch (workspace.read(name)) {
        case Checked.Valid<ScenarioReader.Read>(var read, var _) ->
            findings.addAll(lint(workspace, read));
        case Checked.Invalid<ScenarioReader.Read>(var problems) ->
            problems.stream()
                .filter(p -> !errors.contains(p)) // of a runbook that several call
                .forEach(errors::add);
      }
    }
    say(names, errors, findings);
    return errors.isEmpty() && (findings.isEmpty() || !strict) ? ExitCode.OK : ExitCode.USAGE;
  }

  private List<Finding> lint(Workspace workspace, ScenarioReader.Read read) {
    var today = LocalDate.ofInstant(world().clock().instant(), world().clock().getZone());
    var findings = new ArrayList<>(RunbookLint.of(read.scenario(), workspace.catalog(), today));
    if (options().target().isPresent()) {
      try (var session = workspace.session()) {
        var scenario = session.bind(read, options().parameters(), world().clock().instant());
        findings.addAll(LiveLint.of(read.scenario(), session.observed(scenario.connected())));
      }
    }
    return findings;
  }

  private void say(List<String> names, List<Diagnostic> errors, List<Finding> findings) {
    output().answer().problems(errors);
    output().answer().show(Kind.LINT, () -> LintJson.of(names, findings));
    if (errors.isEmpty() && findings.isEmpty()) {
      output().line("Nothing to improve in " + count(names) + ".");
    } else if (!output().forPrograms()) {
      var problems = new ArrayList<>(errors);
      findings.stream().map(Finding::problem).forEach(problems::add);
      output().problems(problems);
    }
  }

  private static String count(List<String> names) {
    return names.size() == 1 ? names.getFirst() : names.size() + " runbooks";
  }
}
