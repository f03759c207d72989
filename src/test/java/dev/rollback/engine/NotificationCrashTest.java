package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.crash.Death;
import dev.rollback.crash.Mortality;
import dev.rollback.crash.Mortality.Manner;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.run.Notification.Result;
import dev.rollback.run.Outcome;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process dies before or after every append, those of the background among them; then somebody
 * resumes or undoes. Nothing is forgotten, and what was recorded as told is not told again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotificationCrashTest {
  private static final String RUNBOOK =
      """
      estimate: {duration: PT1S}
      notify:
        - {channel: incidents, on: [start, done, failed, overrun]}
        - {channel: gone, on: [start, done]}
      steps:
        - phase: Stabilise
          id: stabilise
          budget: PT1S
          steps:
            - {id: one, action: notes.set, with: {note: a, text: new-a}}
            - {id: ask, gate: "Go on?"}
            - {id: two, action: notes.set, with: {note: b, text: new-b}}
      after:
        - {id: judge, check: notes.read, with: {note: b}, expect: text == "new-b"}
      """;
  private static final Map<String, String> BEFORE = Map.of("a", "old-a");

  private final TestSite incidents = TestSite.answering(_ -> new Reply(200, "ok"));
  private final Bench bench = Bench.with(RUNBOOK);
  private final ApprovedPlan plan;
  private final List<String> points;
  private int heardBefore;

  NotificationCrashTest() {
    bench.hooks.put("incidents", incidents.url());
    // While the gate waits, the phase and the run take longer than they may.
    bench.meanwhile = _ -> bench.forward(java.time.Duration.ofSeconds(5));
    bench.journal.timedBy(bench::now);
    bench.again(BEFORE);
    plan = Bench.approved(bench.plan());
    var life = Mortality.none();
    assertThat(process(life, () -> bench.run(plan))).contains(Outcome.SUCCEEDED);
    points = life.passed();
  }

  @AfterAll
  void close() {
    incidents.close();
  }

  @BeforeEach
  void nothingHasHappened() {
    bench.again(BEFORE);
    heardBefore = incidents.asked().size();
  }

  List<String> points() {
    return points;
  }

  private Optional<Outcome> process(Mortality life, Supplier<Outcome> work) {
    bench.belongTo(life);
    try {
      var outcome = work.get();
      return life.isDead() ? Optional.empty() : Optional.of(outcome);
    } catch (Death | IllegalStateException e) {
      if (!life.isDead()) {
        throw e;
      }
      return Optional.empty();
    } finally {
      bench.belongTo(Mortality.none());
    }
  }

  private void diesAt(String point) {
    var life = Mortality.at(point, Manner.DEATH);
    process(life, () -> bench.run(plan));
    assertThat(life.isReached()).as("it dies at " + point).isTrue();
  }

  @ParameterizedTest(name = "dies at: {0}")
  @MethodSource("points")
  void aResumedRunEndsAsOneThatDidNotDie(String point) {
    diesAt(point);
    var before = bench.journal.entries();
    if (before.isEmpty()) {
      assertThat(bench.run(plan)).isEqualTo(Outcome.SUCCEEDED);
    } else if (bench.state().resumable()) {
      assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    }
    assertThat(bench.notes.all()).containsEntry("a", "new-a").containsEntry("b", "new-b");
    assertThat(bench.notes.writes()).containsExactly("a=new-a", "b=new-b");
    assertToldOnce();
    assertThat(bench.journal.entries().subList(0, before.size())).isEqualTo(before);
  }

  @ParameterizedTest(name = "dies at: {0}")
  @MethodSource("points")
  void anUndoneRunEndsAsBefore(String point) {
    diesAt(point);
    if (!bench.journal.entries().isEmpty() && bench.state().mayHaveChanged()) {
      assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.UNDONE);
      assertThat(bench.state().notifications())
          .anyMatch(n -> n.text().contains("taken back") && n.result() == Result.SENT);
    }
    assertThat(bench.notes.all()).isEqualTo(BEFORE);
    assertToldOnce();
  }

  /** In the journal each stands once; over the wire one more may have gone, for the one death. */
  private void assertToldOnce() {
    var sent =
        bench.journal.entries().isEmpty()
            ? List.<String>of()
            : bench.state().notifications().stream()
                .filter(n -> n.result() == Result.SENT)
                .map(n -> n.channel() + " " + n.about() + " " + n.after())
                .toList();
    assertThat(sent).doesNotHaveDuplicates();
    assertThat(incidents.asked().size() - heardBefore).isBetween(sent.size(), sent.size() + 1);
  }
}
