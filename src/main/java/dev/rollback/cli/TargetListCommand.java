package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.report.TargetsText;
import dev.rollback.target.Configuration.NamedTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Shows where each target leads; no system is asked anything. */
@Command(
    name = "list",
    description = "List the targets, their systems, where they lead and what they are pinned to.")
final class TargetListCommand extends BaseCommand {
  TargetListCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var configured = workspace.configured();
    var chosen = options().target().map(name -> List.of(configured.configuration().target(name)));
    var rows = new ArrayList<TargetsText.Target>();
    for (var target : chosen.orElse(List.copyOf(configured.configuration().targets().values()))) {
      try (var session = workspace.session(configured, target)) {
        rows.add(row(target, session));
      }
    }
    output().text(TargetsText.of(rows, output().layout()));
    output().answer().show(Kind.TARGETS, () -> TargetsText.json(rows));
    return ExitCode.OK;
  }

  private static TargetsText.Target row(NamedTarget target, Session session) {
    return new TargetsText.Target(
        target.name(),
        target.head().guarded(),
        session.ways().stream().map(TargetListCommand::way).toList());
  }

  private static TargetsText.Way way(Session.Way way) {
    try {
      return new TargetsText.Way(
          way.label(),
          way.connection().map(c -> c.address()),
          way.problem().map(Diagnostic::message),
          way.pin().settable(),
          way.pin().wanted());
    } catch (SystemException e) {
      return new TargetsText.Way(
          way.label(),
          Optional.empty(),
          Optional.of(e.problem()),
          way.pin().settable(),
          way.pin().wanted());
    }
  }
}
