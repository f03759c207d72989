package dev.rollback.adapter.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Connection;
import dev.rollback.action.SecretRef;
import dev.rollback.contract.AlwaysWell;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.fidelity.Workbench;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.Outcome;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as steps of a run. */
class NotifyRunTest {
  private final TestSite site = TestSite.answering(_ -> new Reply(200, "ok"));
  private final Connection<NotifyReader, NotifyWriter> hook =
      new NotifyAdapter(Path.of(""))
          .connect(
              new NotifySettings(new SecretRef.Env("HOOK")),
              _ -> Sensitive.of(site.url() + "/services/hush-hush"));
  private final AlwaysWell well = new AlwaysWell();
  private final Workbench bench =
      new Workbench(
          List.of(new NotifyAdapter(Path.of("")), well),
          Map.of("notify", hook, well.system(), well.connect()));

  @AfterEach
  void close() {
    hook.close();
    site.close();
  }

  @Test
  void aRunSendsWhatItsPlanShowedAndItsUrlStandsNowhere() {
    var scenario =
        bench.bind(
            """
            steps:
              - {id: tell, action: notify.webhook, with: {body: {what: [grid, true, 3]}}}
            """
                + AlwaysWell.AFTER);
    var plan = bench.plan(scenario);
    var planned = (PlannedStep.OneWay) plan.all().findFirst().orElseThrow();
    assertThat(site.asked()).as("a plan sends nothing").isEmpty();
    assertThat(bench.run(scenario, plan).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(site.asked()).hasSize(1);
    var sent = site.asked().getFirst().body();
    assertThat(planned.preview()).endsWith("\n" + sent);
    assertThat(sent).startsWith("{\"what\":[\"grid\",true,3],\"event-id\":");
    assertThat(plan.toString()).doesNotContain("hush");
  }

  /** A message is not a state that a person has to bring back; what a receiver acts on may be. */
  @ParameterizedTest
  @CsvSource({"reversible, UNDONE, false", "disruptive, OPERATOR_NEEDED, true"})
  void anUndoneRunThatOnlyToldSomethingNeedsNobody(String harm, Outcome end, boolean noReturn) {
    var scenario =
        bench.bind(
            """
            steps:
              - {id: tell, action: notify.webhook, with: {body: x, harm: %s}}
              - {id: fail, check: always.well, expect: "false"}
            """
                    .formatted(harm)
                + AlwaysWell.AFTER);
    var plan = bench.plan(scenario);
    assertThat(plan.pointOfNoReturn().isPresent()).isEqualTo(noReturn);
    assertThat(bench.run(scenario, plan).outcome()).isEqualTo(end);
  }
}
