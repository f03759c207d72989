package dev.rollback.cli;

import dev.rollback.approval.Approvals;
import dev.rollback.console.Prompt;
import dev.rollback.plan.Approval;
import dev.rollback.plan.Approvers;
import dev.rollback.plan.Drifted;
import dev.rollback.plan.SignedApproval;
import dev.rollback.run.Gatekeeper;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks at the console; without one, nothing is asked and nothing is assumed. */
final class ConsoleGatekeeper implements Gatekeeper {
  private final World world;
  private final boolean sandbox;
  private final Set<String> overwrite;
  private final Approvals approvals;

  /**
   * Asks.
   *
   * @param sandbox whether every gate is approved without asking
   * @param overwrite the steps of which somebody else's change may be overwritten without asking
   * @param approvals those that were given, for gates that take signed ones
   */
  ConsoleGatekeeper(World world, boolean sandbox, Set<String> overwrite, Approvals approvals) {
    this.world = world;
    this.sandbox = sandbox;
    this.overwrite = overwrite;
    this.approvals = approvals;
  }

  @Override
  public synchronized Answer ask(Question question) {
    if (question instanceof Question.Drift(var step, var _, var _) && overwrite.contains(step)) {
      return new Answer.Yes(new Approval(world.user(), "--overwrite " + step));
    }
    if (sandbox && !(question instanceof Question.Drift)) {
      return new Answer.Yes(new Approval(world.user(), "--approve-all in the sandbox"));
    }
    if (question instanceof Question.Gate(var step, var _, var needed) && needed.isPresent()) {
      return signed(step, needed.get());
    }
    if (!world.console().interactive()) {
      return new Answer.Nobody("there is no terminal");
    }
    var answer = world.console().ask(prompt(question));
    if (answer.isEmpty()) {
      return new Answer.Nobody("the terminal gave no answer");
    }
    var by = new Approval(world.user(), "typed '" + answer.get().strip() + "'");
    return answer.get().equals(Prompt.YES) ? new Answer.Yes(by) : new Answer.No(by);
  }

  /** Whoever runs it is not asked: enough others of the role must have signed. */
  private Answer signed(String gate, Approvers needed) {
    var now = world.clock().instant();
    var given = approvals.ofGate(gate, needed.role(), now);
    if (given.size() >= needed.count()) {
      return new Answer.Yes(Approval.signed(needed.label(), given));
    }
    var expired = approvals.expired(gate, now);
    return new Answer.TooFew(
        needed,
        given.stream().map(SignedApproval::by).toList(),
        expired.isEmpty() ? "" : "expired since: " + String.join(", ", expired));
  }

  private static Prompt prompt(Question question) {
    return Prompt.yesNo(
        switch (question) {
          case Question.Gate(var _, var text, var _) ->
              "\nyes: the run goes on. no: it stops here, what was done so far stays, and\n"
                  + "`rollback resume` asks again.\nGATE  "
                  + text;
          case Question.Manual(var _, var text) -> "\nBY HAND  " + text + "\nDone?";
          case Question.Beyond(var step, var change) ->
              "\nStep '%s' would make a change that the plan could not show:\n  %s\nMake it?"
                  .formatted(step, change);
          case Question.Drift(var step, var target, var fields) ->
              "\nSomebody else has changed what step '%s' wrote (%s):\n%s\nBring it back to what was before all the same? What is there now would be lost."
                  .formatted(step, target, lines(fields));
        });
  }

  private static String lines(List<Drifted> fields) {
    return fields.stream().map(f -> "  " + f.label()).collect(Collectors.joining("\n"));
  }

  @Override
  public synchronized Remedy onFailure(String step, String why, String advice, Remedy otherwise) {
    if (sandbox || !world.console().interactive()) {
      return otherwise;
    }
    var prompt =
        new Prompt(
            "\nStep '%s' failed: %s\n%s".formatted(step, why, advice),
            List.of(
                new Prompt.Choice("retry", "try this step again"),
                new Prompt.Choice("undo", "take back what this run did"),
                new Prompt.Choice("stop", "leave everything as it is now, and resume later")));
    return switch (world.console().ask(prompt).orElse("")) {
      case "retry" -> Remedy.RETRY;
      case "undo" -> Remedy.UNDO;
      case "stop" -> Remedy.STOP;
      default -> otherwise; // the input has ended: nobody is there
    };
  }
}
