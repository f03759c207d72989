package dev.rollback.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrillsTextTest {
  private static final List<DrillResult> DRILLS =
      List.of(
          healed("auth-failure", "wrong-secret", List.of(), List.of()),
          DrillResult.notDrilled("auth-failure", "stale-keys", "the sandbox did not start"),
          healed("security-incident", "leaked-credentials", List.of("database roles"), List.of()),
          healed("migration-failure", "bad-migration", List.of("table users"), List.of("undo")));

  private static DrillResult healed(
      String scenario, String fault, List<String> notBack, List<String> foretold) {
    return new DrillResult(
        scenario,
        fault,
        Optional.of("run"),
        List.of(fault),
        true,
        true,
        Optional.empty(),
        Optional.of(Duration.ofMillis(16_840)),
        Optional.of(Duration.ofMinutes(15)),
        Optional.of(Duration.ofMillis(19_610)),
        1036,
        131,
        new DrillResult.Undone(true, notBack, foretold));
  }

  @Test
  void fitsIntoEightyCharacters() {
    assertThat(DrillsText.of(DRILLS, Layout.DEFAULT))
        .isEqualTo(
            """
              FAULT               FOUND  HEALED  IN      DOWNTIME  FAILED       UNDO
            auth-failure, by hand 15 min
              wrong-secret        yes    yes     16.8 s  19.6 s    131 of 1036  exact
            auth-failure
              stale-keys          NO     NO      -       -         0 of 0       -
            security-incident, by hand 15 min
              leaked-credentials  yes    yes     16.8 s  19.6 s    131 of 1036  NOT EXACT
            migration-failure, by hand 15 min
              bad-migration       yes    yes     16.8 s  19.6 s    131 of 1036  as foretold

            auth-failure, stale-keys: the sandbox did not start
            security-incident, leaked-credentials: not as before after the undo: database
            roles; no step said so
            migration-failure, bad-migration: not as before after the undo: table users; the
            plan says that these steps cannot be undone: undo
            2 of 4 faults detected, healed and undone as foretold.
            """)
        .satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 80));
  }

  @Test
  void isReadableWhereTheColumnsDoNotFit() {
    var narrow = new Layout(50, Style.PLAIN, ZoneOffset.UTC);

    assertThat(DrillsText.of(DRILLS.subList(0, 1), narrow))
        .startsWith(
            """
            auth-failure, by hand 15 min
              wrong-secret: found yes, healed yes, in 16.8 s,
              downtime 19.6 s, failed 131 of 1036, undo exact
            """);
  }
}
