package dev.rollback.adapter.postgres.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.diagnostic.SystemException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code flyway.undo} makes of a migration that failed halfway. */
class FlywayFailedMigrationTest extends FlywayFixture {
  private FlywayUndo undoHalf(String schema) {
    return undo("4", "3", true, Optional.of(schema));
  }

  /** Halfway, and its row says so. */
  private void failHalfway() {
    scripts().keepRowsOfFailed();
    scripts().failHalfway();
    assertThat(info().failed()).containsExactly("V4 V4__half.sql");
  }

  @Test
  void whatAFailedMigrationLeftIsUndoneAndFlywayGoesOnFromThere() {
    var good = info().schema();
    failHalfway();
    scripts().put("U4__half.sql", FlywayScripts.BACK);
    var found = undoHalf(good).observe(connection().reader());
    assertThat(found.state().version()).isEqualTo("4 (failed)");
    assertThat(found.state().scripts()).singleElement().asString().startsWith("U4__half.sql");
    assertThat(found.notes())
        .contains("Flyway's history says that V4 V4__half.sql failed; this row of it is deleted.");

    apply(undoHalf(good));

    assertThat(info().failed()).isEmpty();
    assertThat(info().version()).isEqualTo("3");
    assertThat(info().schema()).isEqualTo(good);
    assertThat(server().ask("SELECT email FROM grid.users WHERE id = 1"))
        .containsExactly("zoe@example.org");
    scripts().put("V4__half.sql", "ALTER TABLE users ADD COLUMN m text;");
    assertThat(scripts().flyway().migrate().migrationsExecuted).isEqualTo(1);
    scripts().flyway().validate();
  }

  /** Flyway holds its lock in a transaction, which takes the row back together with the lock. */
  @Test
  void whatAFailedMigrationLeftIsSeenWithoutARowToo() {
    var good = info().schema();
    scripts().failHalfway();
    assertThat(info().failed()).isEmpty();
    assertThat(info().schema()).isNotEqualTo(good);
    scripts().put("U4__half.sql", FlywayScripts.BACK);
    var found = undoHalf(good).observe(connection().reader());
    assertThat(found.state().version()).isEqualTo("4 (failed)");
    assertThat(found.notes())
        .as("by what it was recognised")
        .anyMatch(note -> note.contains("no row of version 4") && note.contains(good))
        .anyMatch(note -> note.contains(info().schema()) && note.contains("by hand"));

    apply(undoHalf(good));

    assertThat(info().schema()).isEqualTo(good);
    assertThat(info().version()).isEqualTo("3");
  }

  @Test
  void whatWasUndoneOfAFailedMigrationIsNotUndoneTwice() {
    var good = info().schema();
    failHalfway();
    scripts().put("U4__half.sql", FlywayScripts.BACK);
    apply(undoHalf(good));
    var now = undoHalf(good).observe(connection().reader()).state();
    assertThat(undoHalf(good).desired(now)).isEqualTo(now);
  }

  @Test
  void aScriptThatLeavesAPartOfAFailedMigrationIsTakenBackWhole() {
    var good = info().schema();
    failHalfway();
    var half = info().schema();
    scripts().put("U4__half.sql", "ALTER TABLE users DROP COLUMN IF EXISTS m;");
    var failure = catchThrowableOfType(SystemException.class, () -> apply(undoHalf(good)));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.problem()).contains(half, good);
    assertThat(info().failed()).as("its row is there still").containsExactly("V4 V4__half.sql");
  }

  @Test
  void aMigrationThatWasCompletedIsNoFailedOne() {
    var good = info().schema();
    scripts().put("V4__half.sql", "ALTER TABLE users ADD COLUMN m text;");
    scripts().put("U4__half.sql", "ALTER TABLE users DROP COLUMN IF EXISTS m;");
    scripts().flyway().migrate();
    assertThat(refused(undoHalf(good)).problem()).contains("is 4", "from 4 (failed) to 3");
  }

  @Test
  void aFailedMigrationWhoseScriptWasEditedSinceIsRefused() {
    var good = info().schema();
    failHalfway();
    scripts().put("U4__half.sql", FlywayScripts.BACK);
    scripts().put("V4__half.sql", "ALTER TABLE users ADD COLUMN m text;");
    var failure = catchThrowableOfType(SystemException.class, () -> apply(undoHalf(good)));
    assertThat(failure.problem()).contains("V4", "checksum");
  }

  @Test
  void aDefinitionThatWasChangedByHandIsToldAndNotTakenAway() {
    var good = info().schema();
    server().sql("ALTER TABLE grid.users ADD COLUMN by_hand int");
    scripts().put("V4__half.sql", "ALTER TABLE users ADD COLUMN m text;");
    scripts().put("U4__half.sql", "ALTER TABLE users DROP COLUMN IF EXISTS m;");
    assertThat(undoHalf(good).observe(connection().reader()).notes())
        .anyMatch(note -> note.contains("changed them by hand"));
    assertThat(refused(undoHalf(good)).problem()).contains(good);
  }

  @Test
  void whatAFailedMigrationMustLeaveHasToBeSaid() {
    assertThatThrownBy(() -> undo("4", "3", true, Optional.empty()))
        .hasMessageContaining("expected-schema");
  }
}
