package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.plan.Approval;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlanDigest;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.BlobRef;
import dev.rollback.run.CheckSamples;
import dev.rollback.run.CheckSamples.Range;
import dev.rollback.run.CheckSamples.Sample;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunEvent.Done;
import dev.rollback.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Journals of runs as they really go, written event by event. */
final class SampleRuns {
  static final String RUN = "20260213-031231-k7f2";
  private static final Approval ALICE = new Approval("alice", "typed");
  private static final Approval BOB = new Approval("bob", "typed, tech-lead");

  private final List<JournalEntry> entries = new ArrayList<>();
  private Instant now = Samples.AT.plusSeconds(24);

  private SampleRuns(Plan plan) {
    add(
        0,
        new RunEvent.RunStarted(RUN, plan, PlanDigest.of(plan), ALICE, "alice", "ops-1", "1.0.0"));
  }

  private SampleRuns add(double seconds, RunEvent event) {
    now = now.plusMillis(Math.round(seconds * 1000));
    var seq = entries.size() + 1L;
    entries.add(new JournalEntry(seq, now, event, String.format("%064x", seq - 1)));
    return this;
  }

  private SampleRuns change(PlannedStep.Change step, double seconds) {
    return begin(step)
        .add(seconds / 2, new RunEvent.Written(step.id()))
        .add(seconds / 2, new RunEvent.StepDone(step.id(), Done.CHANGED, ""));
  }

  private SampleRuns begin(PlannedStep.Change step) {
    add(0.1, new RunEvent.StepStarted(step.id(), 1));
    return kept(step);
  }

  private SampleRuns kept(PlannedStep.Change step) {
    var blob =
        step.id().equals("drop-tokens")
            ? Optional.of(new BlobRef("drop-tokens.blob", "ab".repeat(32), 1234, 81_920))
            : Optional.<BlobRef>empty();
    return add(0.1, new RunEvent.BeforeKept(step.id(), step.before(), step.after(), blob));
  }

  private SampleRuns answered(boolean yes) {
    add(0.2, new RunEvent.GateReached("gate-fallback", Samples.gate().question()));
    add(47, new RunEvent.Answered("gate-fallback", yes, BOB));
    return yes ? add(0, new RunEvent.StepDone("gate-fallback", Done.CONFIRMED, "")) : this;
  }

  private SampleRuns read(double seconds, CheckResult result) {
    return add(seconds, new RunEvent.CheckRead(result.id(), result));
  }

  private SampleRuns ready() {
    var values = JsonNodeFactory.instance.objectNode().put("ready", 3).put("wanted", 3);
    var check =
        Samples.check(
            "ready",
            "All replicas run the new configuration",
            "kubernetes.ready",
            "ready == wanted");
    add(0.1, new RunEvent.StepStarted("ready", 1));
    return read(0.4, check.of(Verdict.PASS, values, ""))
        .add(0, new RunEvent.StepDone("ready", Done.PASSED, ""));
  }

  private SampleRuns undone(String step, double seconds) {
    return add(0.1, new RunEvent.UndoBegan(step)).add(seconds, new RunEvent.Undone(step, "", true));
  }

  private SampleRuns untilReady() {
    return change(Samples.maintenance(), 6.2)
        .answered(true)
        .change(Samples.fallback(), 6.8)
        .add(0, new RunEvent.TemporaryUntil("fallback", now.plus(Duration.ofMinutes(30))))
        .change(Samples.flags(), 0.3)
        .ready();
  }

  /** Everything worked; the fallback outlives the run. */
  static List<JournalEntry> succeeded() {
    var values = JsonNodeFactory.instance.objectNode();
    var login = Samples.check("login", "A user can log in", "http.login", "status == 200");
    var errors =
        Samples.check("login-errors", "Hardly any login fails", "prometheus.query", "value < 0.05");
    return new SampleRuns(Samples.authFailure())
        .untilReady()
        .change(Samples.tokens(), 0.9)
        .add(0.1, new RunEvent.StepDone("limiter", Done.ALREADY, ""))
        .add(0, new RunEvent.StepDone("page-vendor", Done.SKIPPED, Samples.skipped().why()))
        .undone("maintenance", 5.9)
        .read(0.3, login.of(Verdict.PASS, values.deepCopy().put("status", 200), ""))
        .read(300, errors.of(Verdict.PASS, values.deepCopy().put("value", 0.011), ""))
        .add(0, new RunEvent.RunEnded(Outcome.SUCCEEDED, ""))
        .entries;
  }

  /** The deletion was refused after a retry, and everything was taken back. */
  static List<JournalEntry> undone() {
    return new SampleRuns(Samples.authFailure())
        .untilReady()
        .begin(Samples.tokens())
        .add(2, failed(1, "NOPERM this user has no permissions to run the 'unlink' command", false))
        .add(1, new RunEvent.StepStarted("drop-tokens", 2))
        .kept(Samples.tokens())
        .add(2, failed(2, "NOPERM this user has no permissions to run the 'unlink' command", false))
        .add(
            0,
            new RunEvent.UndoStarted(
                "drop-tokens failed", "the runbook: on-failure undo", List.of()))
        .undone("drop-tokens", 0.2)
        .undone("flags", 0.3)
        .undone("fallback", 6.1)
        .undone("maintenance", 5.9)
        .add(0, new RunEvent.RunEnded(Outcome.UNDONE, "drop-tokens failed | NOPERM"))
        .entries;
  }

  private static RunEvent failed(int attempt, String why, boolean unknown) {
    return new RunEvent.StepFailed(
        "drop-tokens",
        attempt,
        why,
        unknown ? "See whether Redis is reachable." : "Grant it: ACL SETUSER oncall +unlink",
        unknown);
  }

  /** No answer came to the deletion, and one undo did not work. */
  static List<JournalEntry> operatorNeeded() {
    return new SampleRuns(Samples.authFailure())
        .untilReady()
        .begin(Samples.tokens())
        .add(30, failed(1, "no answer from rediss://redis.grid:6380/0 within 30 s", true))
        .add(0, new RunEvent.UndoStarted("drop-tokens failed", "alice", List.of()))
        .add(0.1, new RunEvent.UndoBegan("drop-tokens"))
        .add(
            30,
            new RunEvent.UndoFailed(
                "drop-tokens",
                "no answer from rediss://redis.grid:6380/0 within 30 s",
                "See whether Redis is reachable, then run the undo again.",
                true))
        .undone("flags", 0.3)
        .add(
            0,
            new RunEvent.RunEnded(
                Outcome.OPERATOR_NEEDED,
                "drop-tokens may have taken effect and was not taken back"))
        .entries;
  }

  /** The process died while it waited for the write of the fallback. */
  static List<JournalEntry> brokenOff() {
    return new SampleRuns(Samples.authFailure())
        .change(Samples.maintenance(), 6.2)
        .answered(true)
        .begin(Samples.fallback())
        .entries;
  }

  /** Somebody said no. */
  static List<JournalEntry> declined() {
    return new SampleRuns(Samples.authFailure())
        .change(Samples.maintenance(), 6.2)
        .answered(false)
        .add(0, new RunEvent.RunEnded(Outcome.STOPPED_AT_GATE, "bob declined gate-fallback"))
        .entries;
  }

  private SampleRuns latency(int attempt, Verdict verdict, double value) {
    var check = Samples.latency();
    var result =
        Samples.check(check.id(), check.name(), check.check(), check.expect())
            .of(verdict, JsonNodeFactory.instance.objectNode().put("value", value), "");
    return add(0.1, new RunEvent.StepStarted("latency", attempt)).read(125, result);
  }

  /** Evidence was kept, a person was waited for, and the run went on three hours later. */
  static List<JournalEntry> resumed() {
    var tokens = Samples.tokens();
    var plan =
        Samples.plan(
            List.of(
                Samples.logs(), Samples.maintenance(), Samples.gate(), Samples.latency(), tokens));
    return new SampleRuns(plan)
        .add(0.1, new RunEvent.StepStarted("keep-logs", 1))
        .add(
            4,
            new RunEvent.EvidenceKept(
                "keep-logs",
                List.of(
                    new BlobRef("1-evidence-grid-api-7d9f.log", "5e".repeat(32), 1204, 90_411),
                    new BlobRef("2-evidence-grid-api-x2k4.log", "7c".repeat(32), 88, 6_020)),
                "2 pods"))
        .add(0, new RunEvent.StepDone("keep-logs", Done.KEPT, "2 pods"))
        .change(Samples.maintenance(), 6.2)
        .add(0.2, new RunEvent.GateReached("gate-fallback", Samples.gate().question()))
        .add(2400, new RunEvent.Answered("gate-fallback", true, BOB))
        .add(0, new RunEvent.StepDone("gate-fallback", Done.CONFIRMED, ""))
        .latency(1, Verdict.FAIL, 0.71)
        .add(0, new RunEvent.StepFailed("latency", 1, "the check did not pass", "", false))
        .latency(2, Verdict.FAIL, 0.66)
        .add(0, new RunEvent.StepFailed("latency", 2, "the check did not pass", "", false))
        .latency(3, Verdict.PASS, 0.47)
        .add(0, new RunEvent.StepDone("latency", Done.PASSED, ""))
        .begin(tokens)
        .add(0.3, new RunEvent.Interrupted("SIGINT"))
        .add(0.5, new RunEvent.RunEnded(Outcome.INTERRUPTED, "SIGINT in drop-tokens"))
        .add(10_800, new RunEvent.Resumed("bob", "ops-2", "1.0.0", List.of()))
        .add(0.1, new RunEvent.StepStarted("drop-tokens", 2))
        .add(0.9, new RunEvent.Written("drop-tokens"))
        .add(0.1, new RunEvent.StepDone("drop-tokens", Done.CHANGED, ""))
        .undone("maintenance", 5.9)
        .add(0, new RunEvent.RunEnded(Outcome.SUCCEEDED, ""))
        .entries;
  }

  /** A check had to hold for two minutes: it took its time, and failed once more in between. */
  static List<JournalEntry> sustained() {
    var run =
        new SampleRuns(Samples.plan(List.of(Samples.latency())))
            .add(0.1, new RunEvent.StepStarted("latency", 1));
    var kept = new ArrayList<Sample>();
    for (var i = 0; i <= 40; i++) {
      var value = i < 8 ? 1.9 - i * 0.15 : i == 14 ? 0.71 : 0.42 + i % 3 * 0.01;
      kept.add(
          new Sample(
              run.now.plusSeconds(5L * i),
              value > 0.63 ? Verdict.FAIL : Verdict.PASS,
              JsonNodeFactory.instance.objectNode().put("value", value)));
    }
    return run.sampled(kept)
        .add(0, new RunEvent.StepDone("latency", Done.PASSED, ""))
        .add(0, new RunEvent.RunEnded(Outcome.SUCCEEDED, ""))
        .entries;
  }

  private SampleRuns sampled(List<Sample> kept) {
    var last = kept.getLast();
    var check = Samples.latency();
    var result =
        new CheckResult(
            check.id(),
            check.name(),
            check.check(),
            check.expect(),
            last.verdict(),
            last.values(),
            "",
            last.at(),
            kept.size());
    var numbers = JsonNodeFactory.instance;
    var samples =
        new CheckSamples(
            Optional.of(kept.get(8).at()),
            Optional.of(kept.get(15).at()),
            Map.of("value", new Range(numbers.numberNode(0.42), numbers.numberNode(1.9))),
            kept);
    return add(
        Duration.between(now, last.at()).toMillis() / 1000.0,
        new RunEvent.CheckRead(check.id(), result, Optional.of(samples)));
  }

  /** Whatever people and systems write may be meant badly. */
  static List<JournalEntry> hostile() {
    var script = "<script>alert(1)</script>";
    var image = "\"><img src=x onerror=alert(1)>";
    var evidence =
        Samples.check("errors", image, "prometheus.query", "value > 0.5 && '" + script + "' != ''")
            .of(Verdict.FAIL, JsonNodeFactory.instance.objectNode().put("value", 0.2), script);
    var gate = new PlannedStep.Gate("gate", script, script + " \u202e?", Optional.of("tech-lead"));
    return new SampleRuns(
            Samples.plan(script + " pa|ss_*w&rd", List.of(evidence), List.of(gate, Samples.logs())))
        .add(0.1, new RunEvent.GateReached("gate", gate.question()))
        .add(1, new RunEvent.Answered("gate", true, new Approval(image, "typed \u0007 | `x`")))
        .add(0.1, new RunEvent.StepStarted("keep-logs", 1))
        .add(
            1,
            new RunEvent.EvidenceKept(
                "keep-logs",
                List.of(
                    new BlobRef("javascript:alert(1)", "ab".repeat(32), 1, 1),
                    new BlobRef("../../etc/passwd", "ab".repeat(32), 1, 1),
                    new BlobRef("a b\">.log", "ab".repeat(32), 1, 1)),
                ""))
        .add(0, new RunEvent.StepDone("keep-logs", Done.KEPT, image))
        .add(
            0,
            new RunEvent.StepFailed(
                "keep-logs", 1, "</style></svg>]]>" + script, "pa|ss_*w&rd", true))
        .add(0, new RunEvent.RunEnded(Outcome.OPERATOR_NEEDED, "--> " + script))
        .entries;
  }

  /** When the deletion began, these keys were there. */
  static List<JournalEntry> deleted(JsonNode kept) {
    var step = Samples.sampledTokens();
    return new SampleRuns(Samples.plan(List.of(step)))
        .add(0.1, new RunEvent.StepStarted(step.id(), 1))
        .add(0.1, new RunEvent.BeforeKept(step.id(), kept, step.after(), Optional.empty()))
        .add(0.2, new RunEvent.Written(step.id()))
        .add(0.1, new RunEvent.StepDone(step.id(), Done.CHANGED, ""))
        .add(0, new RunEvent.RunEnded(Outcome.SUCCEEDED, ""))
        .entries;
  }

  /** A check was tried again and again, with a resume each time. */
  static List<JournalEntry> endless(int times) {
    var run = new SampleRuns(Samples.plan(List.of(Samples.latency())));
    for (var i = 1; i <= times; i++) {
      run.latency(i, Verdict.FAIL, 0.7 + i % 7 / 10.0)
          .add(0, new RunEvent.StepFailed("latency", i, "the check did not pass", "", false))
          .add(0, new RunEvent.RunEnded(Outcome.OPERATOR_NEEDED, "latency did not pass"))
          .add(3600, new RunEvent.Resumed("alice", "ops-1", "1.0.0", List.of()));
    }
    return run.entries;
  }

  /** Nobody who may has approved. */
  static List<JournalEntry> unanswered() {
    return new SampleRuns(Samples.authFailure())
        .change(Samples.maintenance(), 6.2)
        .add(0.2, new RunEvent.GateReached("gate-fallback", Samples.gate().question()))
        .add(0, new RunEvent.ApprovalsMissing("gate-fallback", "tech-lead", 2, List.of("bob"), ""))
        .add(0, new RunEvent.RunEnded(Outcome.STOPPED_AT_GATE, "2 of role tech-lead are needed"))
        .entries;
  }

  static RunState state(List<JournalEntry> entries) {
    return RunState.of(entries);
  }

  /** A while after the last entry. */
  static Instant later(List<JournalEntry> entries, Duration time) {
    return entries.getLast().at().plus(time);
  }
}
