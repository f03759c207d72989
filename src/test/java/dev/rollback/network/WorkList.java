package dev.rollback.network;

import dev.rollback.crash.Rehearsal;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;

/** What is left to do, for several workers: trials first, so that few drills are under way. */
final class WorkList {
  private final Queue<Drill> drills;
  private final Queue<Item.Make> trials = new ArrayDeque<>();
  private int rehearsing;

  WorkList(Collection<Drill> drills) {
    this.drills = new ArrayDeque<>(drills);
  }

  /** One thing to do. */
  sealed interface Item {
    /** Find out what an undisturbed run does, and {@link WorkList#add} its trials. */
    record Rehearse(Drill drill) implements Item {}

    /** Make a trial. */
    record Make(Trial trial, Rehearsal rehearsal) implements Item {}
  }

  /** The next; waits while somebody may still add some; empty when there will be no more. */
  synchronized Optional<Item> next() throws InterruptedException {
    while (trials.isEmpty() && drills.isEmpty() && rehearsing > 0) {
      wait();
    }
    if (!trials.isEmpty()) {
      return Optional.of(trials.remove());
    } else if (!drills.isEmpty()) {
      rehearsing++;
      return Optional.of(new Item.Rehearse(drills.remove()));
    }
    return Optional.empty();
  }

  /** A drill was rehearsed, and has these trials. */
  synchronized void add(Collection<Item.Make> more) {
    rehearsing--;
    trials.addAll(more);
    notifyAll();
  }
}
