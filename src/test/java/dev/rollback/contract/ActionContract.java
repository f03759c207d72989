package dev.rollback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollback.action.BulkAction;
import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.action.Move;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.StateAction;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.Mover;
import dev.rollback.run.Tenure;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Shapes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every action promises. A subclass arranges a real system in which the action has something
 * to do; the tests are the same for all.
 */
public abstract class ActionContract<
    A extends Record & StateAction<S, R, W>, S extends Record, R, W extends R> {

  /** Takes away exactly one permission, and gives it back when closed. */
  public interface Denial extends AutoCloseable {
    /** How preflight names what is missing. */
    String what();

    @Override
    void close();
  }

  private final MemoryContent content = new MemoryContent();

  /** The class of the states. */
  protected abstract Class<S> stateType();

  /** A way to the real system. */
  protected abstract Connection<R, W> connection();

  /** Brings the system into a state in which {@link #action()} has something to do. */
  protected abstract void arrange();

  /** The action under test, with inputs as a runbook would give them. */
  protected abstract A action();

  /**
   * Everything that the action may touch and its neighbours, read from the server by other means
   * than the action's, in a form that can be compared.
   */
  protected abstract Object snapshot();

  /** Somebody else moves the target, to a state that is neither before nor after. */
  protected abstract void disturb();

  /** Whether there is such a state. Where there is not, {@link #disturb()} only moves a version. */
  protected boolean hasThirdState() {
    return true;
  }

  /** How many writes the server has seen, counted at the server. */
  protected abstract long writes();

  /** Requirements that no permission grants, such as that the server takes writes at all. */
  protected Set<String> noPermissions() {
    return Set.of();
  }

  /**
   * Takes away, at the server, the one permission that this requirement names, until it is closed.
   */
  protected abstract Denial deny(String requirement);

  /** How long the change may take to take effect. */
  protected Duration patience() {
    return Duration.ofSeconds(30);
  }

  @BeforeEach
  final void arrangeSystem() {
    arrange();
  }

  @Test
  void observingAndProbingWriteNothing() {
    var before = snapshot();
    var writes = writes();
    var observed = observe();
    action().rehearse(observed, action().desired(observed.state()), reader());
    assertThat(missing()).isEmpty();
    action().ready(observed.state(), reader());
    save(observed);
    assertThat(writes()).as("writes seen by the server").isEqualTo(writes);
    assertThat(snapshot()).isEqualTo(before);
  }

  @Test
  void desiredIsIdempotentAndThereIsSomethingToDo() {
    var before = observe().state();
    var after = action().desired(before);
    assertThat(after).isNotEqualTo(before);
    assertThat(action().desired(after)).isEqualTo(after);
  }

  @Test
  void previewedStateIsTheObservedStateAfterwards() {
    var after = apply();
    assertThat(observe().state()).isEqualTo(after);
    await().atMost(patience()).until(() -> isReady(after));
  }

  @Test
  void repeatingWritesNothing() {
    var before = observe().state();
    var after = apply();
    awaitReady(after);
    var writes = writes();
    assertThat(mover().move(before, after, writer(), content)).isInstanceOf(Move.Already.class);
    assertThat(writes()).isEqualTo(writes);
  }

  @Test
  void undoBringsBackTheStateBefore() {
    switch (action().undo()) {
      case Undo.Impossible(var why) -> assertThat(why).isNotBlank();
      case Undo.Restore _ -> {
        var everything = snapshot();
        var before = observe().state();
        var after = apply();
        awaitReady(after);
        assertThat(snapshot()).isNotEqualTo(everything);
        assertThat(mover().move(after, before, writer(), content)).isInstanceOf(Move.Written.class);
        assertThat(observe().state()).isEqualTo(before);
        await()
            .atMost(patience())
            .untilAsserted(() -> assertThat(snapshot()).isEqualTo(everything));
      }
    }
  }

  @Test
  void driftIsRefused() {
    assumeTrue(hasThirdState(), "it is always as before or as after");
    var before = observe();
    var after = action().desired(before.state());
    save(before);
    disturb();
    var disturbed = snapshot();
    var now = observe().state();
    if (action().trust() == Trust.EXACT) {
      assertThat(action().covers(before.state(), now)).isFalse();
      assertThat(mover().move(before.state(), after, writer(), content))
          .isInstanceOf(Move.Drifted.class);
      assertThat(snapshot()).as("nothing was written").isEqualTo(disturbed);
    } else {
      assertThat(now).as("the action sees it").isNotEqualTo(before.state());
    }
  }

  @Test
  void aWriteOverANewerVersionIsRefused() {
    var before = observe();
    assumeFalse(before.version().isEmpty(), "the system has no versions");
    save(before);
    disturb();
    var disturbed = snapshot();
    assertThatThrownBy(
            () -> mover().write(before, action().desired(before.state()), writer(), content))
        .isInstanceOf(SystemException.class);
    assertThat(snapshot()).isEqualTo(disturbed);
  }

  @Test
  void statesAndInputsSurviveTheJournal() {
    var codec = Codec.of(stateType());
    var before = observe().state();
    var after = action().desired(before);
    assertThat(codec.decode(codec.encode(before))).isEqualTo(before);
    assertThat(codec.decode(codec.encode(after))).isEqualTo(after);
  }

  @Test
  void whatIsMovedIsCountedInKindsThatCanBeLimited() {
    var before = observe().state();
    var after = action().desired(before);
    assertThat(dev.rollback.action.Limit.KINDS)
        .containsAll(action().magnitude(before, after).keySet());
    assertThat(action().magnitude(after, after).values()).allMatch(n -> n == 0);
    assertThat(action().magnitude(after, before)).isEqualTo(action().magnitude(before, after));
  }

  @Test
  void everythingIsDescribed() {
    assertThat(Shapes.ofRecord(action().getClass()).doc()).isNotBlank();
    assertThat(Shapes.ofRecord(action().getClass()).components())
        .allSatisfy(c -> assertThat(c.doc()).as(c.key()).isNotBlank());
    assertThat(action().target().label()).isNotBlank();
    assertThat(action().requirements()).isNotEmpty();
  }

  @Test
  void preflightNamesThePermissionThatIsMissingAndNoOther() {
    var needed = action().requirements().stream().map(Requirement::what).distinct().toList();
    assertThat(needed).containsAll(noPermissions());
    assertThat(missing()).isEmpty();
    for (var what : needed) {
      if (!noPermissions().contains(what)) {
        try (var denial = deny(what)) {
          assertThat(missing()).as(denial.what()).containsExactly(what);
        }
        assertThat(missing()).as("given back: " + what).isEmpty();
      }
    }
  }

  private List<String> missing() {
    return action().requirements().stream()
        .filter(r -> r.probe().apply(reader()) instanceof Requirement.Finding.Missing)
        .map(Requirement::what)
        .distinct()
        .toList();
  }

  private S apply() {
    var now = observe();
    var after = action().desired(now.state());
    save(now);
    mover().write(now, after, writer(), content);
    return after;
  }

  private void save(Observed<S> now) {
    if (action() instanceof StateAction<S, R, W> a && a instanceof BulkAction<S, R, W> bulk) {
      bulk.save(now, reader(), content);
    }
  }

  private boolean isReady(S wanted) {
    return switch (action().ready(wanted, reader())) {
      case Readiness.Ready _ -> true;
      case Readiness.Waiting _ -> false;
      case Readiness.Stuck(var why) -> throw new AssertionError(why);
    };
  }

  private void awaitReady(S wanted) {
    await().atMost(patience()).until(() -> isReady(wanted));
  }

  private Observed<S> observe() {
    return action().observe(reader());
  }

  private R reader() {
    return connection().reader();
  }

  private W writer() {
    return connection().writer();
  }

  private Mover<S, R, W> mover() {
    return new Mover<>(action(), (_, _) -> {}, Tenure.undisputed()::confirm);
  }

  /** The content that the last save kept. */
  protected final Content content() {
    return content;
  }
}
