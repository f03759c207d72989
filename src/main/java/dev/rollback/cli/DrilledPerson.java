package dev.rollback.cli;

import dev.rollback.run.Gatekeeper;
import dev.rollback.sandbox.site.ByHand;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whoever is asked in a drill: where that person says that something was done by hand, the drill
 * does it, for in a sandbox nobody else is there.
 */
final class DrilledPerson implements Gatekeeper {
  private final Gatekeeper asked;
  private final List<ByHand> hands;
  private final Consumer<ByHand> work;

  /**
   * Of a drill.
   *
   * @param asked answers
   * @param hands what can be done
   * @param work does one of them
   */
  DrilledPerson(Gatekeeper asked, List<ByHand> hands, Consumer<ByHand> work) {
    this.asked = asked;
    this.hands = hands;
    this.work = work;
  }

  @Override
  public Answer ask(Question question) {
    var answer = asked.ask(question);
    if (answer instanceof Answer.Yes) {
      wanted(question).ifPresent(work);
    }
    return answer;
  }

  private Optional<ByHand> wanted(Question question) {
    return question instanceof Question.Manual(var _, var instruction)
        ? hands.stream().filter(hand -> instruction.contains(hand.asked())).findFirst()
        : Optional.empty();
  }

  @Override
  public Remedy onFailure(String step, String why, String advice, Remedy otherwise) {
    return asked.onFailure(step, why, advice, otherwise);
  }
}
