package dev.rollback.adapter.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.contract.EveryDeath;
import dev.rollback.run.Outcome;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The process dies at every entry of its journal; the silence is there once in the end, or not. */
class SilenceCrashTest {
  private static final int MOST_ENTRIES = 50;
  private static final String STEP =
      "action: alertmanager.silence, with: {match: {alertname: Crash}, duration: PT30M,"
          + " owner: test, comment: why}";

  @Test
  void whoGoesOnMakesItOnce() {
    var deaths =
        atEveryEntry(
            "",
            (run, gate) -> {
              assertThat(run.resumed()).isEqualTo(Outcome.SUCCEEDED);
              assertThat(gate.silences("Crash")).hasSize(1);
              assertThat(gate.writes()).isEqualTo(1);
            });
    assertThat(deaths).isGreaterThan(10);
  }

  @Test
  void whoTakesItBackLeavesNone() {
    atEveryEntry(
        "",
        (run, gate) -> {
          run.undone();
          assertThat(gate.silences("Crash")).isEmpty();
          assertThat(gate.writes()).isIn(0L, 2L);
        });
  }

  @Test
  void whatIsTemporaryIsGoneAfterTheRun() {
    atEveryEntry(
        ", temporary: run",
        (run, gate) -> {
          assertThat(run.resumed()).isEqualTo(Outcome.SUCCEEDED);
          assertThat(gate.silences("Crash")).isEmpty();
          assertThat(gate.writes()).isEqualTo(2);
        });
  }

  private static int atEveryEntry(String more, BiConsumer<EveryDeath, AlertmanagerGate> then) {
    var deaths = 0;
    for (var entry = 0; entry < MOST_ENTRIES; entry++) {
      for (var written : new boolean[] {false, true}) {
        if (!dies(more, entry, written, then)) {
          return deaths;
        }
        deaths++;
      }
    }
    throw new AssertionError("the run has no end");
  }

  private static boolean dies(
      String more, int entry, boolean written, BiConsumer<EveryDeath, AlertmanagerGate> then) {
    try (var server = AlertmanagerGate.server();
        var gate = new AlertmanagerGate(server.uri().toString());
        var connection = gate.connect()) {
      var run =
          new EveryDeath(
              new AlertmanagerAdapter(Path.of("")), connection, STEP + more, entry, written);
      if (!run.dies()) {
        return false;
      }
      if (run.leftARecord()) {
        then.accept(run, gate);
      } else {
        assertThat(gate.writes()).isZero();
      }
      return true;
    }
  }
}
