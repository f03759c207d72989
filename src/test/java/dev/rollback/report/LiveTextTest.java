package dev.rollback.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.plan.Approval;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.report.Moment.Seat;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Progress;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveTextTest {
  private static final Seat HERE = new Seat.Here(Optional.empty());
  private static final Seat ELSEWHERE =
      new Seat.Elsewhere(Optional.of(new Moment.Worker("alice", "ops-1", 4711)));
  private static final Map<String, Progress> PODS =
      Map.of("fallback", new Progress.Said("2 of 3 replicas updated, 2 available"));

  private static List<String> lines(
      List<JournalEntry> entries,
      Map<String, Progress> progress,
      Seat seat,
      int width,
      int height) {
    var moment =
        new Moment(
            RunState.of(entries),
            SampleRuns.later(entries, Duration.ofSeconds(12)),
            Optional.of(Duration.ofMinutes(15)),
            progress,
            seat);
    return LiveText.lines(moment, Layout.DEFAULT, width - 1, height);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  private static List<JournalEntry> until(List<JournalEntry> entries, String event, String step) {
    for (var i = 0; i < entries.size(); i++) {
      if (entries.get(i).event() instanceof RunEvent.OfStep of
          && of.getClass().getSimpleName().equals(event)
          && of.step().equals(step)) {
        return entries.subList(0, i + 1);
      }
    }
    throw new AssertionError("no " + event + " of " + step);
  }

  @ParameterizedTest
  @CsvSource({"60,24", "80,24", "120,40", "80,16"})
  void running(int width, int height) {
    Golden.assertSame(
        "live-running-%dx%d.txt".formatted(width, height),
        text(lines(SampleRuns.brokenOff(), PODS, HERE, width, height)));
  }

  @Test
  void waitingForAnAnswerAsSeenFromElsewhere() {
    var waiting = until(SampleRuns.succeeded(), "GateReached", "gate-fallback");
    Golden.assertSame("live-gate.txt", text(lines(waiting, Map.of(), ELSEWHERE, 80, 40)));
  }

  @Test
  void beingTakenBackAfterAFailure() {
    var undoing = until(SampleRuns.undone(), "UndoBegan", "fallback");
    Golden.assertSame("live-undoing.txt", text(lines(undoing, Map.of(), HERE, 80, 40)));
  }

  @Test
  void whatWasNotTakenBackIsSeen() {
    var undoing = until(SampleRuns.operatorNeeded(), "UndoBegan", "flags");
    Golden.assertSame("live-not-taken-back.txt", text(lines(undoing, Map.of(), HERE, 80, 40)));
  }

  @Test
  void phasesAndTheirBudgets() {
    var plan = Samples.pointOfNoReturn();
    var begun =
        List.of(
            new RunEvent.RunStarted(
                SampleRuns.RUN, plan, "", new Approval("alice", "typed"), "alice", "ops-1", "1.0"),
            new RunEvent.GateReached(Samples.screenshot().id(), "Take a screenshot"));
    var entries = new ArrayList<JournalEntry>();
    begun.forEach(
        e -> entries.add(new JournalEntry(entries.size() + 1L, Samples.AT, e, "0".repeat(64))));
    Golden.assertSame("live-phases.txt", text(lines(entries, Map.of(), ELSEWHERE, 80, 40)));
  }

  @Test
  void stopping() {
    var stopping = new Seat.Here(Optional.of("SIGINT"));
    Golden.assertSame(
        "live-stopping.txt", text(lines(SampleRuns.brokenOff(), PODS, stopping, 80, 24)));
  }

  @Test
  void aCheckThatMustHoldForAWhile() {
    var reading = until(SampleRuns.succeeded(), "CheckRead", "login");
    var errors =
        Samples.check("login-errors", "Hardly any login fails", "prometheus.query", "value < 0.05")
            .of(Verdict.PASS, JsonNodeFactory.instance.objectNode().put("value", 0.011), "");
    var began = new ArrayList<>(reading);
    began.add(
        new JournalEntry(
            began.size() + 1L,
            began.getLast().at(),
            new RunEvent.StepStarted("login-errors", 1),
            "0".repeat(64)));
    Map<String, Progress> soFar =
        Map.of("login-errors", new Progress.Read(errors, Duration.ofSeconds(80)));
    Golden.assertSame("live-check.txt", text(lines(began, soFar, HERE, 80, 40)));
  }

  @ParameterizedTest
  @CsvSource({"60,14", "60,24", "79,15", "80,24", "120,40", "200,60"})
  void neverMoreLinesThanThereIsRoomFor(int width, int height) {
    for (var entries :
        List.of(
            SampleRuns.succeeded(),
            SampleRuns.undone(),
            SampleRuns.operatorNeeded(),
            SampleRuns.resumed())) {
      for (var n = 1; n <= entries.size(); n++) {
        var lines = lines(entries.subList(0, n), PODS, ELSEWHERE, width, height);
        assertThat(lines).hasSizeLessThanOrEqualTo(height * 2 / 3).noneMatch(String::isBlank);
        assertThat(String.join("\n", lines)).contains("Ctrl-C");
      }
    }
  }

  /** Whatever moment it is, the step in hand is in view. */
  @Test
  void theStepInHandIsInView() {
    var entries = SampleRuns.undone();
    for (var n = 1; n <= entries.size(); n++) {
      var run = RunState.of(entries.subList(0, n));
      Outcomes.at(run)
          .ifPresent(
              step ->
                  assertThat(lines(run.timeline(), Map.of(), HERE, 60, 14))
                      .as("after %s", run.last())
                      .anyMatch(line -> line.startsWith(">") && line.contains(step)));
    }
  }

  @ParameterizedTest
  @CsvSource({"59,24", "80,13"})
  void aSmallTerminalHasNoRoomForIt(int width, int height) {
    assertThat(lines(SampleRuns.brokenOff(), PODS, HERE, width, height)).isEmpty();
  }

  @Test
  void whatSystemsWriteCannotMoveTheCursor() {
    assertThat(lines(SampleRuns.hostile(), Map.of(), ELSEWHERE, 80, 40))
        .allMatch(line -> line.chars().noneMatch(c -> c < ' ' || c == '\u202e'));
  }
}
