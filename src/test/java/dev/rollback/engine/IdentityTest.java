package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Requirement.Use;
import dev.rollback.plan.Machine;
import dev.rollback.plan.Preflight;
import dev.rollback.plan.PreflightResult;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.StepState.Phase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Nothing is written to another system than the one that is pinned, whenever it changes places. */
class IdentityTest {
  static final Machine MACHINE =
      new Machine(Clock.systemUTC(), Duration.ofSeconds(30), Path.of("."));

  private static final String STEPS =
      """
      steps:
        - {id: one, action: notes.set, with: {note: a, text: new-a}}
        - {id: two, action: notes.set, with: {note: b, text: new-b}}
      after:
        - {id: judge, check: notes.read, with: {note: a}, expect: text == "new-a"}
      """;

  private static Bench pinned(String steps) {
    var bench = Bench.with(steps);
    bench.pinned = Map.of("book", "red");
    return bench;
  }

  @Test
  void theOneThatIsPinnedIsMoved() {
    var bench = pinned(STEPS);
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.writes()).containsExactly("a=new-a", "b=new-b");
  }

  @Test
  void anotherOneIsNotWrittenTo() {
    var bench = pinned(STEPS);
    var plan = bench.plan();
    bench.notes.book(() -> "blue");
    assertThat(bench.run(plan)).isEqualTo(Outcome.REFUSED);
    assertThat(bench.notes.writes()).isEmpty();
    assertThat(bench.state().step("one").note())
        .contains("its book is blue, and rollback.yaml says red");
  }

  @Test
  void oneThatHappensToBeAsItShouldBeIsNotTakenForDone() {
    var bench = pinned(STEPS);
    var plan = bench.plan();
    bench.notes.change("a", "new-a");
    bench.notes.change("b", "new-b");
    bench.notes.book(() -> "blue");
    assertThat(bench.run(plan)).isEqualTo(Outcome.REFUSED);
    assertThat(bench.state().step("one").phase()).isNotEqualTo(Phase.ALREADY);
  }

  @Test
  void betweenLookingAndWritingItIsAskedAgain() {
    var bench = pinned(STEPS);
    var plan = bench.plan();
    var asked = new AtomicInteger();
    bench.notes.book(() -> asked.incrementAndGet() == 2 ? "blue" : "red");
    assertThat(bench.run(plan)).isEqualTo(Outcome.REFUSED);
    assertThat(bench.notes.writes()).isEmpty();
    assertThat(bench.journal.entries())
        .anyMatch(
            e -> e.event() instanceof RunEvent.NotWritten(var step, var _) && step.equals("one"));
    assertThat(bench.state().step("one").unknown()).isFalse();
  }

  @Test
  void whatWasDoneBeforeIsNotUndoneOnAnotherOne() {
    var bench = pinned(STEPS);
    var plan = bench.plan();
    bench.notes.book(() -> bench.notes.writes().isEmpty() ? "red" : "blue");
    assertThat(bench.run(plan)).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.notes.writes()).containsExactly("a=new-a");
  }

  @Test
  void aOneWayActionIsNotDoneThere() {
    var bench =
        pinned(
            """
            steps:
              - {id: say, action: notes.announce, with: {text: hello}}
            after:
              - {id: judge, check: notes.read, with: {note: a}, expect: text == ""}
            """);
    var plan = bench.plan();
    bench.notes.book(() -> "blue");
    assertThat(bench.run(plan)).isEqualTo(Outcome.REFUSED);
    assertThat(bench.notes.writes()).isEmpty();
  }

  @Test
  void preflightComparesWhatIsPinned() {
    var bench = pinned(STEPS);
    bench.notes.book(() -> "blue");
    assertThat(missing(Preflight.of(bench.bound(), false, MACHINE, List.of())))
        .containsExactly("identity: book red");
  }

  @Test
  void aProtectedTargetMustBePinnedWhereItIsMoved() {
    var bench = Bench.with(STEPS);
    assertThat(missing(Preflight.of(bench.bound(), false, MACHINE, List.of()))).isEmpty();
    var results = Preflight.of(bench.bound(), true, MACHINE, List.of());
    assertThat(missing(results)).containsExactly("a pinned identity");
    var unpinned = results.stream().filter(r -> !r.met()).findFirst().orElseThrow();
    assertThat(unpinned.steps()).containsExactly("one", "two");
    assertThat(unpinned.use()).isEqualTo(Use.BOTH);
    assertThat(unpinned.remedy()).isEqualTo("rollback target pin test");
  }

  @Test
  void anUndoAsksForNoPinAndComparesTheOneThereIs() {
    var bench = Bench.with(STEPS);
    assertThat(missing(Preflight.ofUndo(bench.bound(), List.of("one"), List.of()))).isEmpty();
    var pinned = pinned(STEPS);
    pinned.notes.book(() -> "blue");
    assertThat(missing(Preflight.ofUndo(pinned.bound(), List.of("one"), List.of())))
        .containsExactly("identity: book red");
  }

  @Test
  void aClockThatIsWrongIsMissingAtThoseThatAreMovedAndFreeDiskIsNeeded() {
    var bench = Bench.with(STEPS);
    bench.notes.time(Instant.now().plusSeconds(100));
    var results = Preflight.of(bench.bound(), false, MACHINE, List.of());
    assertThat(missing(results)).containsExactly("a clock within 30 s of this machine's");
    assertThat(results)
        .filteredOn(r -> r.connection().equals(Machine.LABEL))
        .singleElement()
        .satisfies(
            disk -> {
              assertThat(disk.what()).startsWith("16 MiB free in ");
              assertThat(disk.steps()).containsExactly("one", "two");
            });
    bench.notes.time(Instant.now().plusSeconds(10));
    var warned = Preflight.of(bench.bound(), false, MACHINE, List.of());
    assertThat(missing(warned)).isEmpty();
    assertThat(warned).filteredOn(PreflightResult::warning).hasSize(1);
  }

  @Test
  void whatOnlyChecksReadMayBeAwayAndThatIsAWarning() {
    var bench =
        Bench.with(
            """
            steps:
              - {manual: Look at it}
            after:
              - {id: judge, check: notes.read, with: {note: a}, expect: text == ""}
            """);
    bench.notes.away(true);
    var results = Preflight.of(bench.bound(), true, MACHINE, List.of());
    assertThat(missing(results)).isEmpty();
    assertThat(results)
        .filteredOn(PreflightResult::warning)
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.what()).isEqualTo("reach the notes");
              assertThat(r.found()).isEqualTo("the notes are away");
              assertThat(r.steps()).containsExactly("judge");
            });
    var moved = Bench.with(STEPS);
    moved.notes.away(true);
    assertThat(missing(Preflight.of(moved.bound(), false, MACHINE, List.of())))
        .as("and a refusal where a step needs it")
        .contains("reach the notes");
  }

  private static List<String> missing(List<PreflightResult> results) {
    return results.stream().filter(r -> !r.met()).map(PreflightResult::what).toList();
  }
}
