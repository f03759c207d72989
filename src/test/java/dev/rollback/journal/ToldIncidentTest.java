package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.drill.Production;
import dev.rollback.run.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program tells people while it runs, and its journal and report say so. */
class ToldIncidentTest {
  @TempDir private Path home;

  @Test
  void whatWasToldIsInTheJournalAndTheUrlNowhere() throws IOException {
    try (var production = new Production()) {
      var here = new Incidents(production, home);
      Objects.requireNonNull(Incidents.all().get("told")).happen(here);
      var store = Stores.at(here.state());
      var state = RunState.of(store.read(String.valueOf(here.directory().getFileName())));
      assertThat(state.timeline().stream().map(e -> e.event().getClass().getSimpleName()))
          .contains("BudgetExceeded", "EstimateExceeded", "NotificationSent", "NotificationFailed");
      assertThat(state.toString()).doesNotContain("T000");
      assertThat(here.directory().resolve("report.md"))
          .content()
          .contains(
              "phase 'Stabilise' took 3 h of 2 h: OVER its budget",
              "told incidents (start)",
              "NOT TOLD tech-lead (overrun)")
          .doesNotContain("T000");
    }
  }
}
