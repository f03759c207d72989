package dev.rollback.adapter.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Connection;
import dev.rollback.adapter.alertmanager.AlertmanagerGate.Loss;
import dev.rollback.contract.AlwaysWell;
import dev.rollback.fidelity.Workbench;
import dev.rollback.run.Outcome;
import dev.rollback.sandbox.alertmanager.AlertmanagerServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The line breaks in the middle of a write: what came of it is looked up, and nothing is doubled.
 */
class SilenceLostAnswerTest {
  private final AlertmanagerServer server = AlertmanagerGate.server();
  private final AlertmanagerGate gate = new AlertmanagerGate(server.uri().toString());
  private final Connection<AlertmanagerReader, AlertmanagerWriter> connection = gate.connect();
  private final AlwaysWell well = new AlwaysWell();
  private final Workbench bench =
      new Workbench(
          List.of(new AlertmanagerAdapter(Path.of("")), well),
          Map.of("alertmanager", connection, well.system(), well.connect()));

  @AfterEach
  void close() {
    connection.close();
    gate.close();
    server.close();
  }

  private static String runbook(String temporary) {
    return "steps:\n  - {id: hush, action: alertmanager.silence, with: {match: {alertname: Lost},"
        + " duration: PT30M, owner: test, comment: why}"
        + temporary
        + "}\n"
        + AlwaysWell.AFTER;
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void thereIsOneSilenceInTheEnd(Loss loss) {
    var scenario = bench.bind(runbook(""));
    var plan = bench.plan(scenario);
    gate.lose(loss);
    assertThat(bench.run(scenario, plan).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(gate.silences("Lost")).hasSize(1);
    assertThat(gate.writes()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void thereIsNoneAfterItsUndo(Loss loss) {
    var scenario = bench.bind(runbook(", temporary: run"));
    var plan = bench.plan(scenario);
    gate.lose(Loss.ANSWER);
    gate.lose(loss);
    assertThat(bench.run(scenario, plan).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(gate.silences("Lost")).isEmpty();
    assertThat(gate.writes()).isEqualTo(2);
  }
}
