package dev.rollback.cli;

import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.Plan;
import dev.rollback.run.StepState;
import java.util.List;

/** The steps of a run that a person has named. */
final class ChosenSteps {
  private final Plan plan;
  private final List<String> possible;
  private final String otherwise;

  /**
   * Among these.
   *
   * @param otherwise what is to be said of a step of the plan that is not among them: it has …
   */
  ChosenSteps(Plan plan, List<StepState> possible, String otherwise) {
    this.plan = plan;
    this.possible = possible.stream().map(StepState::id).toList();
    this.otherwise = otherwise;
  }

  /**
   * Refuses what is not among them.
   *
   * @throws UserException naming those that are
   */
  void require(List<String> named) {
    for (var step : named) {
      if (!possible.contains(step)) {
        throw new UserException(problem(step), advice(step));
      }
    }
  }

  private String problem(String step) {
    return plan.all().anyMatch(s -> s.id().equals(step))
        ? "step '" + step + "' has " + otherwise
        : "the run has no step '" + step + "'";
  }

  private String advice(String step) {
    var all =
        possible.isEmpty() ? "There is none." : "There are: " + String.join(", ", possible) + ".";
    return DidYouMean.among(step, possible).map(m -> "Did you mean '" + m + "'?").orElse(all);
  }
}
