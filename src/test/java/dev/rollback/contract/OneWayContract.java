package dev.rollback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.OneWayAction;
import dev.rollback.action.Requirement;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.Gatekeeper;
import dev.rollback.run.Outcome;
import dev.rollback.run.StepState;
import dev.rollback.shape.Shapes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every one-way action promises: a preview has no effect, it is done once, and what nobody
 * knows is asked and never repeated. A subclass arranges a real system; the tests are the same for
 * all.
 *
 * @param <A> the action
 */
public abstract class OneWayContract<A extends Record & OneWayAction<R, W>, R, W extends R> {

  /** The class of the action. */
  protected abstract Class<A> type();

  protected abstract Adapter<?, R, W> adapter();

  /** A way to the real system. */
  protected abstract Connection<R, W> connection();

  /** Brings the system into a state in which nothing was done yet. */
  protected abstract void arrange();

  /** The step as a runbook would have it, less its id: {@code action: …, with: {…}}. */
  protected abstract String step();

  /**
   * The same, with the difference that it has its effect and nobody learns so: no answer comes, or
   * the time is over. A subclass may change the system for it.
   */
  protected abstract String losing();

  /** The same, with the difference that it takes ten minutes; empty where nothing takes long. */
  protected Optional<String> slow() {
    return Optional.empty();
  }

  /** What was done so far, as the system itself tells it; one entry for each time. */
  protected abstract List<String> effects();

  /** Requirements that no permission grants. */
  protected Set<String> noPermissions() {
    return Set.of();
  }

  /** Takes away, at the system, the one thing that this requirement names, until it is closed. */
  protected abstract ActionContract.Denial deny(String requirement);

  @BeforeEach
  final void arrangeSystem() {
    arrange();
  }

  private OneWayBench bench(String step) {
    return new OneWayBench(adapter(), connection(), step);
  }

  private A action(OneWayBench bench) {
    return type().cast(bench.step().action());
  }

  @Test
  void planningAndProbingHaveNoEffect() {
    var bench = bench(step());
    var planned = bench.plan().all().findFirst().orElseThrow();
    assertThat(planned).isInstanceOf(PlannedStep.OneWay.class);
    assertThat(((PlannedStep.OneWay) planned).preview()).isNotBlank();
    assertThat(missing(bench)).isEmpty();
    assertThat(action(bench).done(connection().reader())).isNotEqualTo(Optional.of(true));
    assertThat(effects()).isEmpty();
  }

  @Test
  void itIsDoneOnceAndSaysSo() {
    var bench = bench(step());
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(effects()).hasSize(1);
    assertThat(bench.state().phase()).isEqualTo(StepState.Phase.CHANGED);
    assertThat(bench.state().note()).isNotBlank();
    assertThat(bench.asked()).isEmpty();
    assertThat(action(bench).done(connection().reader())).isNotEqualTo(Optional.of(false));
  }

  @Test
  void whoDiesInItFindsOutAndDoesNotRepeatIt() {
    var bench = bench(step());
    bench.diesBeforeTheEnd();
    assertThatThrownBy(bench::run).isInstanceOf(OneWayBench.Death.class);
    assertThat(effects()).hasSize(1);
    assertThat(bench.resume()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(effects()).as("not once more").hasSize(1);
    assertAskedUnlessItCanTell(bench);
  }

  @Test
  void anOutcomeThatNobodyKnowsIsNotRepeated() {
    var bench = bench(losing());
    var first = bench.run();
    assertThat(effects()).hasSize(1);
    if (canTell(bench)) {
      assertThat(first).isEqualTo(Outcome.SUCCEEDED);
      return;
    }
    assertThat(first).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.state().unknown()).isTrue();
    assertThat(bench.state().mayHaveBeenDone()).isTrue();
    assertThat(bench.resume()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(effects()).as("not once more").hasSize(1);
    assertAskedUnlessItCanTell(bench);
  }

  @Test
  void onlyWhoSaysThatItWasNotDoneHasItDoneAgain() {
    var bench = bench(step());
    bench.diesBeforeTheEnd();
    assertThatThrownBy(bench::run).isInstanceOf(OneWayBench.Death.class);
    bench.answers(false);
    assertThat(bench.resume()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(effects()).hasSize(canTell(bench) ? 1 : 2);
  }

  @Test
  void theTimeoutOfTheStepEndsIt() {
    var slow = slow();
    Assumptions.assumeTrue(slow.isPresent(), "nothing of it takes long");
    var bench = bench("timeout: PT1S, " + slow.orElseThrow());
    var began = Instant.now();
    assertThat(bench.run()).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofMinutes(1));
    assertThat(bench.state().unknown()).isTrue();
    assertThat(effects()).hasSize(1);
    assertThat(((PlannedStep.OneWay) bench.plan().all().findFirst().orElseThrow()).preview())
        .endsWith("ended after 1 s at the latest");
  }

  private void assertAskedUnlessItCanTell(OneWayBench bench) {
    if (canTell(bench)) {
      assertThat(bench.asked()).isEmpty();
    } else {
      assertThat(bench.asked()).hasSize(1).first().isInstanceOf(Gatekeeper.Question.Manual.class);
    }
  }

  private boolean canTell(OneWayBench bench) {
    return action(bench).done(connection().reader()).isPresent();
  }

  @Test
  void everythingIsDescribed() {
    var action = action(bench(step()));
    assertThat(Shapes.ofRecord(type()).doc()).isNotBlank();
    assertThat(Shapes.ofRecord(type()).components())
        .allSatisfy(c -> assertThat(c.doc()).as(c.key()).isNotBlank());
    assertThat(action.target().label()).isNotBlank();
    assertThat(action.requirements()).isNotEmpty();
  }

  @Test
  void preflightNamesWhatIsMissingAndNothingElse() {
    var bench = bench(step());
    var needed = action(bench).requirements().stream().map(Requirement::what).distinct().toList();
    assertThat(needed).containsAll(noPermissions());
    assertThat(missing(bench)).isEmpty();
    for (var what : needed) {
      if (!noPermissions().contains(what)) {
        try (var denial = deny(what)) {
          assertThat(missing(bench)).as(denial.what()).containsExactly(what);
        }
        assertThat(missing(bench)).as("given back: " + what).isEmpty();
      }
    }
  }

  private List<String> missing(OneWayBench bench) {
    return action(bench).requirements().stream()
        .filter(r -> isMissing(r))
        .map(Requirement::what)
        .distinct()
        .toList();
  }

  /** Preflight takes a question that cannot be asked for one whose answer is no. */
  private boolean isMissing(Requirement<R> requirement) {
    try {
      return requirement.probe().apply(connection().reader())
          instanceof Requirement.Finding.Missing;
    } catch (dev.rollback.diagnostic.SystemException e) {
      return true;
    }
  }
}
