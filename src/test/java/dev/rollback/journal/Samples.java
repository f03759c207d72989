package dev.rollback.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.plan.Approval;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.FieldChange;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.BlobRef;
import dev.rollback.run.CheckSamples;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.scenario.Notify;
import dev.rollback.scenario.Temporary;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One instance of every event and of every planned step. */
final class Samples {
  static final Instant AT = Instant.parse("2026-11-21T22:03:10.123456789Z");

  private Samples() {}

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CheckResult check(CheckResult.Verdict verdict) {
    return new CheckResult(
        "health",
        "Health",
        "http.get",
        "status == 200",
        verdict,
        json("{'status':200,'t':0.25}"),
        "",
        AT,
        3);
  }

  /** Of a check that passed the second time. */
  static CheckSamples samples() {
    return new CheckSamples(
        Optional.of(AT),
        Optional.of(AT),
        Map.of(
            "t", new CheckSamples.Range(json("0.25"), json("30")),
            "status", new CheckSamples.Range(json("200"), json("503"))),
        List.of(
            new CheckSamples.Sample(
                AT.minusSeconds(1), CheckResult.Verdict.FAIL, json("{'status':503,'t':30}")),
            new CheckSamples.Sample(
                AT, CheckResult.Verdict.PASS, json("{'status':200,'t':0.25,'page':'ok'}"))));
  }

  static List<PlannedStep> steps() {
    var gate = new PlannedStep.Gate("g", "Gate", "Go on?", Optional.of("tech-lead"));
    var check =
        new PlannedStep.Check(
            "c",
            "Check",
            "http.get",
            "http",
            Target.of("/health"),
            "status == 200",
            Optional.of(Duration.ofMinutes(5)));
    return List.of(
        new PlannedStep.Phase(
            "p",
            "Stabilise",
            Optional.of(Duration.ofHours(2)),
            List.of(new PlannedStep.Parallel("q", "Both", List.of(gate, check)))),
        change("a", Undo.RESTORE, Optional.of(new Temporary.UntilRunEnds())),
        change(
            "b",
            Undo.impossible("it is gone"),
            Optional.of(new Temporary.Lasting(Duration.ofMinutes(30)))),
        new PlannedStep.Deferred(
            "d",
            "Later",
            "git.revert",
            "git",
            Target.of("main"),
            "depends on a",
            Optional.empty(),
            Undo.RESTORE),
        new PlannedStep.OneWay(
            "o",
            "Tell",
            "notify.send",
            "chat",
            Target.of("#incidents"),
            "Grüße, \"team\"\n\u0000\uD83D\uDE00",
            Risk.REVERSIBLE),
        gate,
        check,
        new PlannedStep.Manual("m", "Screenshot", "Take a screenshot"),
        new PlannedStep.Collect(
            "logs",
            "Logs",
            "kubernetes.snapshot",
            "kubernetes",
            Target.of("deployment/grid-api"),
            "the logs of all pods"),
        new PlannedStep.Skipped("s", "Skipped", "its condition does not hold"));
  }

  private static PlannedStep.Change change(String id, Undo undo, Optional<Temporary> temporary) {
    return new PlannedStep.Change(
        id,
        "Maintenance",
        "kubernetes.set-env",
        "kubernetes",
        Target.of("deployment/grid-api", "env/MODE"),
        json("null"),
        json("{'env':{'MODE':'on','n':[1,2.5,null,true,3000000000]}}"),
        List.of(new FieldChange("env.MODE", Optional.empty(), Optional.of("on"))),
        PlannedStep.Basis.PROJECTED,
        Trust.BOUNDED,
        Risk.DISRUPTIVE,
        undo,
        List.of("a rollout is under way"),
        temporary,
        Map.of("keys", 4_000_000_000L),
        Map.of("keys", 5_000_000_000L));
  }

  static Plan plan() {
    return new Plan(
        "auth-failure",
        "Authentication failures",
        "runbooks/auth-failure.yaml",
        "apiVersion: rollback/v1\n",
        Map.of("deployment", json("'grid-api'"), "n", json("3")),
        "production",
        true,
        AT,
        Map.of("kubernetes", "prod-eu/grid"),
        Map.of("kubernetes", "7c2f"),
        List.of(check(CheckResult.Verdict.FAIL)),
        List.of(check(CheckResult.Verdict.PASS)),
        steps(),
        List.of(
            new PlannedStep.Check(
                "z", "After", "http.get", "http", Target.of("/"), "true", Optional.empty())));
  }

  static BlobRef blob() {
    return new BlobRef("1-keys.blob", "ab".repeat(32), 1_000_000, 5_000_000_000L);
  }

  static RunEvent started(String run) {
    return new RunEvent.RunStarted(
        run, plan(), "cd".repeat(32), new Approval("alice", "typed"), "alice", "host-1", "1.0");
  }

  static List<RunEvent> events() {
    return List.of(
        started("r-1"),
        new RunEvent.GateReached("g", "Go on?"),
        new RunEvent.Answered("g", true, new Approval("alice", "typed")),
        new RunEvent.Answered("g", true, signed()),
        new RunEvent.ApprovalsMissing("g", "tech-lead", 2, List.of("alice"), "expired since: bob"),
        new RunEvent.StepStarted("a", 1),
        new RunEvent.BeforeKept(
            "a", json("null"), json("{'x':[1,'\u00e4',{}]}"), Optional.of(blob())),
        new RunEvent.Written("a"),
        new RunEvent.NotWritten("b", "refused"),
        new RunEvent.StepDone("a", RunEvent.Done.CHANGED, "3 pods"),
        new RunEvent.StepFailed("b", 2, "timed out", "Look at the pods.", true),
        new RunEvent.CheckRead("c", check(CheckResult.Verdict.INCONCLUSIVE)),
        new RunEvent.CheckRead("c", check(CheckResult.Verdict.PASS), Optional.of(samples())),
        new RunEvent.EvidenceKept(
            "logs",
            List.of(new BlobRef("3-evidence-pod.log", "0f".repeat(32), 12, 3456)),
            "one pod was gone"),
        new RunEvent.StepDone("logs", RunEvent.Done.KEPT, "1 file, 3,456 bytes"),
        new RunEvent.UndoStarted("b failed", "alice", List.of()),
        new RunEvent.UndoBegan("a"),
        new RunEvent.Undone("a", "", true),
        new RunEvent.UndoFailed("b", "no connection", "Try again.", true),
        new RunEvent.TemporaryUntil("a", AT.plusSeconds(1800)),
        new RunEvent.BudgetExceeded("p", Duration.ofHours(2)),
        new RunEvent.EstimateExceeded(Duration.ofMinutes(15)),
        new RunEvent.NotificationSent(
            "incidents", Notify.Occasion.GATE, 2, Duration.ZERO, "Waiting", "accepted: ok"),
        new RunEvent.NotificationFailed(
            "tech-lead",
            Notify.Occasion.OVERRUN,
            3,
            Duration.ofMinutes(10),
            "Taking too long\nrun r-1",
            "refused",
            "Look at it.",
            true),
        new RunEvent.Interrupted("SIGTERM"),
        new RunEvent.TargetGone("the sandbox was closed"),
        new RunEvent.Resumed("bob", "host-2", "1.1", List.of("the runbook has changed")),
        new RunEvent.DriftConfirmed("a", json("{'replicas': 7}"), new Approval("alice", "typed")),
        new RunEvent.RedoStarted("asked for", "alice", List.of("a")),
        new RunEvent.RedoBegan("a"),
        new RunEvent.Redone("a", "3 pods"),
        new RunEvent.RedoFailed("b", "no connection", "Try again.", true),
        new RunEvent.LeaseTaken(
            "lease/rollback-run", 3, RunEvent.LeaseTaken.How.TAKEN_OVER, Optional.of("bob")),
        new RunEvent.LeaseLost("lease/rollback-run", "it was taken by bob"),
        new RunEvent.RunEnded(Outcome.STOPPED_AT_GATE, "nobody to ask"));
  }

  /** The records that a sealed interface permits, at any depth. */
  static Set<Class<?>> leaves(Class<?> type) {
    var result = new LinkedHashSet<Class<?>>();
    for (var permitted : type.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        result.addAll(leaves(permitted));
      } else {
        result.add(permitted);
      }
    }
    return result;
  }

  private static Approval signed() {
    var at = java.time.Instant.parse("2026-01-15T03:00:00Z");
    return Approval.signed(
        "1 of role tech-lead",
        List.of(
            new dev.rollback.plan.SignedApproval(
                "alice",
                List.of("tech-lead"),
                "SHA256:abc",
                at,
                at.plusSeconds(60),
                "rollback-approval/v1\n",
                "-----BEGIN SSH SIGNATURE-----",
                "person ssh-ed25519 AAAA")));
  }
}
