package dev.rollback.cli;

import dev.rollback.approval.Approvals;
import dev.rollback.approval.Explanation;
import dev.rollback.approval.Mode;
import dev.rollback.shape.Codec;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says of a plan what would be asked, step by step and as a whole, and why. */
@Command(
    name = "explain",
    description = "Plan a scenario and say what would be asked, and why; nothing is changed.")
final class PolicyExplainCommand extends BaseCommand {
  @Parameters(paramLabel = "NAME", description = "The scenario's name, or the path of its file.")
  private String name = "";

  PolicyExplainCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var read = workspace.read(name).orThrow();
    try (var session = workspace.session()) {
      var now = world().clock().instant();
      var plan = session.plan(session.bind(read, options().parameters(), now));
      var situation = PlanApproval.situation(world(), session, Mode.ASK, Approvals.none(), plan);
      var explanation = Explanation.of(situation);
      text(explanation);
      output().answer().show(Kind.POLICY, () -> Codec.of(Explanation.class).encode(explanation));
    }
    return ExitCode.OK;
  }

  private void text(Explanation explanation) {
    output()
        .line(
            "%s on %s: risk %s"
                .formatted(explanation.scenario(), explanation.target(), word(explanation.risk())));
    output().line("");
    output().line("Steps");
    if (explanation.steps().isEmpty()) {
      output().line("  none changes or asks anything");
    }
    for (var step : explanation.steps()) {
      output()
          .line(
              "  %-20s %s"
                  .formatted(step.id(), step.asks().isEmpty() ? word(step.risk()) : step.asks()));
      output().line("  %-20s %s".formatted("", step.why()));
    }
    output().line("");
    output().line("The plan as a whole, now");
    for (var way : explanation.whole()) {
      output().line("  %-31s %s".formatted(way.when(), way.asks()));
      way.why().forEach(why -> output().line("  %-31s %s".formatted("", why)));
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
