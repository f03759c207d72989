package dev.rollback.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.action.Requirement.Use;
import dev.rollback.plan.PreflightResult;
import dev.rollback.report.RunsText.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
  private static final List<PreflightResult> RESULTS =
      List.of(
          new PreflightResult(
              "kubernetes",
              "patch deployments.apps in grid",
              Use.BOTH,
              List.of("maintenance", "fallback"),
              true,
              false,
              "",
              ""),
          new PreflightResult(
              "kubernetes",
              "patch configmaps in grid",
              Use.APPLY,
              List.of("flags"),
              false,
              false,
              "user oncall may not patch configmaps in namespace grid",
              "kubectl create rolebinding oncall-edit --clusterrole=edit --user=oncall"
                  + " --namespace=grid"),
          new PreflightResult(
              "redis.sessions",
              "command RESTORE",
              Use.UNDO,
              List.of("drop-tokens"),
              false,
              false,
              "NOPERM this user has no permissions to run the 'restore' command",
              ""));

  @Test
  void preflightShowsWhatIsMissingFirst() {
    Golden.assertSame("preflight-missing.txt", PreflightText.of(RESULTS, Layout.DEFAULT));
  }

  @Test
  void preflightThatFoundEverything() {
    Golden.assertSame("preflight-met.txt", PreflightText.of(RESULTS.subList(0, 1), Layout.DEFAULT));
  }

  @Test
  void preflightAsJson() throws Exception {
    var tree = new ObjectMapper().readTree(PreflightJson.text(RESULTS));
    assertThat(tree.at("/met").asBoolean()).isFalse();
    assertThat(tree.at("/results/1/steps/0").asText()).isEqualTo("flags");
  }

  @Test
  void runs() {
    var rows =
        List.of(
            Row.of(SampleRuns.state(SampleRuns.operatorNeeded()), false),
            Row.of(SampleRuns.state(SampleRuns.brokenOff()), false),
            Row.of(SampleRuns.state(SampleRuns.undone()), false),
            Row.of(SampleRuns.state(SampleRuns.brokenOff()), true));
    Golden.assertSame("runs.txt", RunsText.of(rows, Layout.DEFAULT));
    assertThat(RunsText.json(rows).at("/runs/1/resumable").asBoolean()).isTrue();
  }

  @Test
  void noRuns() {
    assertThat(RunsText.of(List.of(), Layout.DEFAULT)).isEqualTo("No runs are recorded here.\n");
  }

  @Test
  void checksOutsideOfARun() {
    var checks = List.of(Samples.health(), Samples.errorRate());
    Golden.assertSame("checks.txt", ChecksReport.text(checks, Layout.DEFAULT));
    assertThat(ChecksReport.json(checks).at("/passed").asBoolean()).isFalse();
  }
}
