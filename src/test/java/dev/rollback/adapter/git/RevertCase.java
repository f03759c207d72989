package dev.rollback.adapter.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.action.Observed;
import dev.rollback.adapter.git.revert.Revert;
import dev.rollback.adapter.git.revert.RevertState;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.PlanTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What tests of {@code git.revert} say again and again. */
public final class RevertCase {
  public static final PlanTime AT = new PlanTime(Instant.parse("2026-11-22T08:00:00Z"));
  public static final String MADE = "rollback/20261122-080000";

  private RevertCase() {}

  /** Onto main, without a pull request. */
  public static Revert onto(List<String> commits) {
    return new Revert(commits, Optional.empty(), Optional.empty(), true, Optional.of("main"), AT);
  }

  public static Revert onto(String... commits) {
    return onto(List.of(commits));
  }

  public static Revert merges(int mainline, String... commits) {
    return new Revert(
        List.of(commits), Optional.of(mainline), Optional.empty(), true, Optional.of("main"), AT);
  }

  public static Revert inClone(String... commits) {
    return new Revert(
        List.of(commits), Optional.empty(), Optional.empty(), false, Optional.empty(), AT);
  }

  public static Revert onRemote(String... commits) {
    return new Revert(
        List.of(commits), Optional.empty(), Optional.empty(), true, Optional.empty(), AT);
  }

  /** Previews it, does it, and holds the one against the other. */
  public static Observed<RevertState> apply(Revert action, Connection<GitReader, GitWriter> way) {
    var before = action.observe(way.reader());
    var after = action.desired(before.state());
    action.write(before, after, way.writer());
    assertThat(action.observe(way.reader()).state()).isEqualTo(after);
    return before;
  }

  /** Takes it back. */
  public static void undo(
      Revert action, Observed<RevertState> before, Connection<GitReader, GitWriter> way) {
    var now = action.observe(way.reader());
    action.write(now, before.state(), way.writer());
  }

  /** Why there is no plan; nothing has been changed by asking. */
  public static SystemException refusal(Revert action, Connection<GitReader, GitWriter> way) {
    var said =
        catchThrowableOfType(
            SystemException.class, () -> action.desired(action.observe(way.reader()).state()));
    assertThat(said).as("it is refused").isNotNull();
    assertThat(said.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(said.advice()).isPresent();
    return said;
  }

  /** Why it was not done. */
  public static SystemException failure(Revert action, Connection<GitReader, GitWriter> way) {
    var before = action.observe(way.reader());
    var after = action.desired(before.state());
    var said =
        catchThrowableOfType(
            SystemException.class, () -> action.write(before, after, way.writer()));
    assertThat(said).as("it fails").isNotNull();
    assertThat(said.advice()).isPresent();
    return said;
  }
}
