package dev.rollback.network;

import dev.rollback.crash.Bay;
import dev.rollback.crash.Rehearsal;
import dev.rollback.crash.Stage;
import java.util.List;
import java.util.Optional;

/**
 * Makes trials one after the other. What can be put back is broken again and again in one sandbox;
 * for the rest there is a new one each time, unless the last run was undone in it.
 */
final class Bench implements AutoCloseable {
  private final Bay bay = new Bay();
  private Optional<Own> own = Optional.empty();

  /** What a run comes to in this bench's own sandbox. */
  private record Own(Stage stage, Drill drill, Rehearsal rehearsal) {
    boolean isOf(Stage here, Drill wanted) {
      return stage.equals(here) && drill.equals(wanted) && !rehearsal.isOld();
    }
  }

  /** What an undisturbed run does, and its undo. */
  Rehearsal undisturbed(Drill drill) {
    return drill.isRepeatable() ? here(drill) : rehearse(bay.fresh(), drill);
  }

  /** Every trial of an errand. */
  List<Trial> trials(Drill drill, Trial.Errand errand, Rehearsal rehearsal, int reads) {
    return Selection.of(drill, errand, rehearsal, bay.stage().wires(), reads);
  }

  /**
   * Makes one trial.
   *
   * @param rehearsal what an undisturbed run does, in whatever sandbox
   */
  Verdict make(Trial trial, Rehearsal rehearsal) {
    var drill = trial.drill();
    var verdict =
        drill.isRepeatable()
            ? Attempt.of(bay.stage(), here(drill), trial)
            : asBroken(trial, rehearsal);
    if (!verdict.wrong().isEmpty() || !(verdict.isReached() || drill.isRepeatable())) {
      anew(); // it may be the sandbox that is not as it should be
    }
    return verdict;
  }

  /**
   * What the last run has healed and taken back may show itself no more, though all is as it was:
   * pods that were killed are not those that run now.
   */
  private Verdict asBroken(Trial trial, Rehearsal rehearsal) {
    var verdict = Attempt.of(bay.asBroken(trial.drill().fault()), rehearsal, trial);
    return verdict.isReached() || !verdict.wrong().isEmpty()
        ? verdict
        : Attempt.of(bay.fresh(), rehearsal, trial);
  }

  /** The next one finds nothing that the last one has left. */
  void anew() {
    forget();
    bay.close();
  }

  private Rehearsal here(Drill drill) {
    if (own.filter(o -> o.isOf(bay.stage(), drill)).isEmpty()) {
      forget();
      own = Optional.of(new Own(bay.stage(), drill, rehearse(bay.stage(), drill)));
    }
    return own.orElseThrow().rehearsal();
  }

  private static Rehearsal rehearse(Stage stage, Drill drill) {
    return Rehearsal.of(stage, drill.scenario(), drill.fault(), Drill.RUNBOOKS);
  }

  private void forget() {
    own.ifPresent(o -> o.rehearsal().close());
    own = Optional.empty();
  }

  @Override
  public void close() {
    anew();
  }
}
