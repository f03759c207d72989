package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.cli.Shell;
import dev.rollback.drill.Production;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The clock is set back an hour: order is that of the entries, and no time is negative. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockSetBackTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int ENTRIES = 17;
  private static final String RUNBOOK =
      """
      apiVersion: rollback/v1
      scenario: clean
      title: Keys that have to go for half an hour
      owner: web-team
      steps:
        - id: one
          action: redis.delete-keys
          with: {pattern: "one:*"}
          temporary: PT30M
        - gate: Go on?
        - id: two
          action: redis.delete-keys
          with: {pattern: "two:*"}
      after:
        - check: redis.ping
      """;

  private Production production;
  @TempDir private Path home;
  private Scene scene;

  @BeforeAll
  void start() {
    production = new Production();
  }

  @AfterAll
  void stop() {
    production.close();
  }

  @BeforeEach
  void begin() {
    scene = new Scene(production, home);
    scene.runbook(RUNBOOK);
  }

  static Stream<Integer> entries() {
    return IntStream.range(1, ENTRIES).boxed();
  }

  /** Once, as soon as so many entries are recorded. */
  private void setBackAfter(int entries) {
    setBackAfter(entries, 1);
  }

  /** Once, when the time is asked so often after so many entries. */
  private void setBackAfter(int entries, int times) {
    var clock = scene.shell().clock();
    var asked = new AtomicInteger();
    clock.whenAsked(
        () -> {
          if (scene.lines().size() == entries && asked.incrementAndGet() == times) {
            clock.whenAsked(() -> {});
            clock.forward(HOUR.negated());
          }
        });
  }

  private RunState state() {
    return RunState.of(scene.store().read("20260115-0300-0001"));
  }

  @ParameterizedTest(name = "after entry {0}")
  @MethodSource("entries")
  void whileItRuns(int entries) {
    var keys = scene.keys();
    setBackAfter(entries);

    var result = scene.run();

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    var state = state();
    assertThat(state.timeline()).hasSize(ENTRIES);
    assertThat(backwards(state.timeline())).as("the clock was set back").isEqualTo(1);
    assertShown(result.out());
    assertThat(scene.shell().run("due").exit()).isZero();
    assertThat(state().outstanding()).as("not yet due").hasSize(1);
    assertThat(scene.shell().run("undo", "latest", "--yes").exit()).isZero();
    assertThat(scene.keys()).isEqualTo(keys);
    assertShown("");
  }

  private static long backwards(List<JournalEntry> timeline) {
    return IntStream.range(1, timeline.size())
        .filter(i -> timeline.get(i).at().isBefore(timeline.get(i - 1).at()))
        .count();
  }

  private void assertShown(String more) {
    assertThat(state().timeline())
        .extracting(JournalEntry::seq)
        .isEqualTo(IntStream.rangeClosed(1, scene.lines().size()).mapToObj(Long::valueOf).toList());
    assertNoNegativeTime(more);
    for (var line :
        List.of(
            "status",
            "status --output json",
            "report",
            "report --format json",
            "report --format markdown",
            "report --format junit")) {
      var shown = scene.shell().run(line.split(" "));
      assertThat(shown.exit()).as(line + shown.err()).isZero();
      assertNoNegativeTime(shown.out());
    }
  }

  private static void assertNoNegativeTime(String text) {
    assertThat(text)
        .doesNotContainPattern("(?<![0-9a-z])-\\d+(\\.\\d+)? (s|min|h|d)\\b")
        .doesNotContainPattern("\"-?PT[^\"]*-")
        .doesNotContain("time=\"-");
  }

  @Test
  void betweenRunAndResume() {
    var no = new Shell.Answer("Go on?", "no");
    var stopped = scene.shell().answering(List.of(Scene.TARGET, no), "scenario", "clean");
    assertThat(stopped.exit()).isEqualTo(4);
    var due = dueOf("one");
    scene.shell().clock().forward(HOUR.negated());

    var resumed = scene.shell().answering(List.of(Scene.GATE), "resume");

    assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isZero();
    assertShown(resumed.out());
    assertThat(dueOf("one")).isEqualTo(due);
    scene.shell().clock().forward(Duration.ofMinutes(89));
    assertThat(scene.shell().run("due").out()).as("a minute early").isEmpty();
    scene.shell().clock().forward(Duration.ofMinutes(2));
    assertThat(scene.shell().run("due").out()).contains("1 temporary change to take back");
    assertThat(scene.has("one")).isTrue();
    assertThat(scene.has("two")).isFalse();
  }

  private Instant dueOf(String step) {
    return state().step(step).due().orElseThrow();
  }

  @Test
  @Timeout(60)
  void aDeadlineStillComes() {
    scene.runbook(
        RUNBOOK.replace(
            "  - check: redis.ping",
            "  - {check: redis.ping, expect: role == \"replica\", within: PT2S, every: PT0.1S}"));
    setBackAfter(13, 4); // the check after the steps has begun, and was read twice

    var undo = new Shell.Answer("did not pass", "undo");
    var result =
        scene.shell().answering(List.of(Scene.TARGET, Scene.GATE, undo), "scenario", "clean");

    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(5);
    assertShown(result.out());
  }
}
