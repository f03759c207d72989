package dev.rollback.crash;

import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a journal says was written, held against what the servers have counted.
 *
 * @param certain what it says was written
 * @param possible what may have been written besides, as far as it says
 * @param inPlace the undo's writes that are certainly left to do
 * @param open steps of which only the servers know whether an undo has to write
 */
public record Claims(Writes certain, Writes possible, Writes inPlace, List<Open> open) {

  /** A step whose write, or whose undo's write, was under way. */
  private record Open(Writes pending, Writes down, boolean undoing) {}

  /** What the writes of an undo will be in the end: at least and at most. */
  record Bounds(Writes least, Writes most) {}

  /** What the journal says. */
  public static Claims of(RunState told, Bill bill) {
    var claims = new Claims(Writes.NONE, Writes.NONE, Writes.NONE, List.of());
    for (var step : told.steps().values()) {
      claims = claims.with(step, bill);
    }
    return claims;
  }

  private Claims with(StepState step, Bill bill) {
    var up = bill.up(step.id());
    var down = bill.down(step.id());
    if (step.kept().isEmpty()) {
      return oneWay(step, up);
    } else if (bill.isShared(step.id())) {
      return add(Writes.NONE, up.plus(down), Writes.NONE, new Open(up.plus(down), down, false));
    }
    return switch (step.phase()) {
      case UNDONE ->
          step.written()
              ? add(up.plus(down), Writes.NONE, Writes.NONE)
              : add(Writes.NONE, up.plus(down), Writes.NONE);
      // What an undo has taken away, and a redo may have put back.
      case REDOING, REDO_FAILED -> add(up.plus(down), up, Writes.NONE, new Open(up, down, false));
      case UNDOING, UNDO_FAILED ->
          step.written()
              ? add(up, down, Writes.NONE, new Open(down, down, true))
              : add(Writes.NONE, up.plus(down), Writes.NONE, new Open(up, down, false));
      case PENDING, RUNNING, CHANGED, ALREADY, PASSED, KEPT, CONFIRMED, SKIPPED, FAILED ->
          step.written()
              ? add(up, Writes.NONE, down)
              : add(Writes.NONE, up, Writes.NONE, new Open(up, down, false));
    };
  }

  private Claims oneWay(StepState step, Writes up) {
    var done = step.phase() == StepState.Phase.CHANGED;
    var begun = step.attempts() > 0;
    return done
        ? add(up, Writes.NONE, Writes.NONE)
        : add(Writes.NONE, begun ? up : Writes.NONE, Writes.NONE);
  }

  private Claims add(Writes sure, Writes maybe, Writes toUndo, Open... more) {
    var all = new ArrayList<>(open);
    all.addAll(List.of(more));
    return new Claims(certain.plus(sure), possible.plus(maybe), inPlace.plus(toUndo), all);
  }

  /**
   * What servers have seen otherwise, where writes may come twice and late: writes that are claimed
   * and that no server has seen, and kinds of writes of which it says nothing.
   */
  public List<String> unseen(Writes counted) {
    var wrong = new ArrayList<String>();
    var missing = certain.minus(counted).positive();
    if (!missing.isNone()) {
      wrong.add("the journal claims writes that no server has seen: " + missing);
    }
    // Not of their sum: of a ref that is deleted, the writes before are counted no more.
    var silent = new TreeMap<>(counted.positive().counts());
    silent.keySet().removeAll(certain.counts().keySet());
    silent.keySet().removeAll(possible.counts().keySet());
    if (!silent.isEmpty()) {
      wrong.add(
          "servers have seen writes of which the journal says nothing: " + new Writes(silent));
    }
    return wrong;
  }

  /** Where it says something else than the servers have counted. */
  List<String> against(Writes counted) {
    var wrong = new ArrayList<String>();
    var missing = certain.minus(counted).positive();
    if (!missing.isNone()) {
      wrong.add("the journal claims writes that no server has seen: " + missing);
    }
    var silent = counted.minus(certain.plus(possible)).positive();
    if (!silent.isNone()) {
      wrong.add("servers have seen writes of which the journal says nothing: " + silent);
    }
    return wrong;
  }

  /** What the servers will have counted after an undo that begins where they counted this. */
  Bounds afterUndo(Writes counted) {
    var least = counted.plus(inPlace);
    var rest = counted.minus(certain);
    if (open.size() == 1) {
      var only = open.getFirst();
      var happened = !only.pending().isNone() && rest.equals(only.pending());
      var toUndo = happened != only.undoing();
      if (happened || rest.isNone()) {
        var known = toUndo ? least.plus(only.down()) : least;
        return new Bounds(known, known);
      }
    }
    var most = open.stream().map(Open::down).reduce(least, Writes::plus);
    return new Bounds(least, most);
  }
}
