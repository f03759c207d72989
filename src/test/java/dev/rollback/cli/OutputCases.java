package dev.rollback.cli;

import java.time.Duration;
import java.util.List;

/** For each command at least one command line that succeeds, and one that does not. */
final class OutputCases {
  private static final String JOURNAL = "state/rollback/runs/20260115-0300-0001/journal.jsonl";
  private static final String ZEROS = "0".repeat(64);

  private OutputCases() {}

  static List<OutputCase> all() {
    return List.of(
        OutputCase.of("scenario", 0, s -> {}, "tune", "--yes"),
        OutputCase.of("scenario", 0, s -> {}, "tune", "--dry-run"),
        OutputCase.of("scenario", 2, s -> {}, "tume"),
        OutputCase.of("scenario", 3, OutputCase.Stage::unplug, "tune", "--yes"),
        OutputCase.of("scenario", 4, s -> {}, "tune"),
        OutputCase.of("scenario", 4, s -> {}, "gated", "--yes"),
        OutputCase.of("scenario", 0, s -> s.ran(0, "scenario tune --yes"), "tune", "--yes"),
        OutputCase.of("drill", 0, s -> {}, "auth-failure", "--approve-all"),
        OutputCase.of("drill", 2, s -> {}, "auth-failure", "--fault", "none"),
        OutputCase.of("plan", 0, s -> {}, "tune", "-o", "a.plan"),
        OutputCase.of("plan", 2, s -> {}, "tune", "--format", "markdown"),
        OutputCase.of("apply", 0, s -> s.ran(0, "plan tune -o a.plan"), "a.plan", "--yes"),
        OutputCase.of("apply", 4, s -> s.ran(0, "plan tune -o a.plan"), "a.plan"),
        OutputCase.of("apply", 2, s -> {}, "a.plan"),
        OutputCase.of(
            "approve",
            0,
            s -> {
              s.key();
              s.ran(0, "plan tune -o a.plan");
            },
            "a.plan",
            "--key",
            "key",
            "--as",
            "alice",
            "--yes"),
        OutputCase.of("approve", 2, s -> {}, "a.plan"),
        OutputCase.of("resume", 0, s -> s.ran(4, "scenario gated --yes"))
            .answering("Go on?", "yes"),
        OutputCase.of("resume", 4, s -> s.ran(4, "scenario gated --yes")),
        OutputCase.of("resume", 2, s -> {}),
        OutputCase.of("undo", 0, s -> s.ran(0, "scenario tune --yes"), "latest", "--yes"),
        OutputCase.of("undo", 4, s -> s.ran(0, "scenario tune --yes"), "latest"),
        OutputCase.of("undo", 0, OutputCases::undone, "latest", "--yes"),
        OutputCase.of("redo", 0, OutputCases::undone, "latest", "--yes"),
        OutputCase.of("redo", 4, OutputCases::undone, "latest"),
        OutputCase.of("due", 0, OutputCases::overdue),
        OutputCase.of("due", 0, s -> {}),
        OutputCase.of(
            "due",
            6,
            s -> {
              overdue(s);
              s.unplug();
            }),
        OutputCase.of("status", 0, s -> s.ran(0, "scenario tune --yes")),
        OutputCase.of("status", 2, s -> {}),
        OutputCase.of("watch", 0, s -> s.ran(0, "scenario tune --yes"), "latest"),
        OutputCase.of("watch", 2, s -> {}),
        OutputCase.of("runs", 0, s -> s.ran(0, "scenario tune --yes")),
        OutputCase.of("runs", 0, s -> {}),
        OutputCase.of("runs", 3, OutputCases::damaged),
        OutputCase.of("report", 0, s -> s.ran(0, "scenario tune --yes")),
        OutputCase.of("report", 0, s -> s.ran(0, "scenario tune --yes"), "-o", "report.html"),
        OutputCase.of("report", 3, OutputCases::damaged),
        OutputCase.of("report", 2, s -> s.ran(0, "scenario tune --yes"), "--format", "html"),
        OutputCase.of("evidence verify", 0, s -> s.ran(0, "scenario tune --yes")),
        OutputCase.of("evidence verify", 3, s -> s.ran(0, "scenario tune --yes"), "--head", ZEROS),
        OutputCase.of("evidence verify", 3, OutputCases::damaged),
        OutputCase.of("evidence head", 0, s -> s.ran(0, "scenario tune --yes")),
        OutputCase.of("evidence head", 3, OutputCases::damaged),
        OutputCase.of("check", 0, s -> {}, "tune"),
        OutputCase.of("check", 7, s -> {}, "sick"),
        OutputCase.of("target list", 0, s -> {}),
        OutputCase.of("target list", 2, s -> {}, "--target", "moon"),
        OutputCase.of("target pin", 0, s -> {}, "--dry-run"),
        OutputCase.of("target pin", 4, s -> {}),
        OutputCase.of("doctor", 0, s -> {}, "tune"),
        OutputCase.of("doctor", 3, OutputCase.Stage::unplug, "tune"),
        OutputCase.of("policy explain", 0, s -> {}, "tune"),
        OutputCase.of("policy explain", 3, OutputCase.Stage::unplug, "tune"),
        OutputCase.of("list", 0, s -> {}),
        OutputCase.of("list", 2, s -> s.runbook("bad", "steps: 7\n")),
        OutputCase.of("show", 0, s -> {}, "tune"),
        OutputCase.of("show", 0, s -> s.ran(0, "plan tune -o a.plan"), "a.plan"),
        OutputCase.of("show", 2, s -> {}, "tume"),
        OutputCase.of("validate", 0, s -> {}),
        OutputCase.of("validate", 2, s -> s.runbook("bad", "steps: 7\n")),
        OutputCase.of("lint", 0, s -> {}),
        OutputCase.of("lint", 2, s -> {}, "gated", "--strict"),
        OutputCase.of("actions", 0, s -> {}),
        OutputCase.of("actions", 0, s -> {}, "redis.delete-keys"),
        OutputCase.of("actions", 2, s -> {}, "redis.delete-all"),
        OutputCase.of("schema", 0, s -> {}, "run"),
        OutputCase.of("schema", 2, s -> {}, "running"));
  }

  private static void undone(OutputCase.Stage stage) {
    stage.ran(0, "scenario tune --yes");
    stage.ran(0, "undo latest --yes");
  }

  private static void overdue(OutputCase.Stage stage) {
    stage.ran(0, "scenario tune --yes");
    stage.clock(Duration.ofMinutes(31));
  }

  private static void damaged(OutputCase.Stage stage) throws java.io.IOException {
    stage.ran(0, "scenario tune --yes");
    stage.edit(JOURNAL, "\"type\":\"run-ended\"", "\"type\":\"run-mended\"");
  }
}
