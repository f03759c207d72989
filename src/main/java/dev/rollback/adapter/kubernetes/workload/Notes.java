package dev.rollback.adapter.kubernetes.workload;

import dev.rollback.action.Observed;
import dev.rollback.adapter.kubernetes.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a person should know before a workload is changed: who else changes it, and when. */
final class Notes {
  private Notes() {}

  /** A state of this workload, with what was found about it and some more notes. */
  static <S> Observed<S> observed(
      S state, Workload now, Competitors.Found found, Stream<String> more) {
    var notes = new ArrayList<>(found.notes());
    notes.addAll(about(now));
    more.forEach(notes::add);
    return new Observed<>(state, now.version(), notes, found.competitors());
  }

  /** About any change of this workload. */
  private static List<String> about(Workload workload) {
    var notes = new ArrayList<String>();
    var rollout = Rollout.of(workload);
    if (!rollout.complete()) {
      notes.add("A rollout is still under way: " + rollout.progress() + ".");
    }
    if (workload.paused()) {
      notes.add(
          "Its rollout is paused: a change of the template reaches no pod until it is resumed.");
    }
    if (workload.onDelete()) {
      notes.add(
          "Its update strategy is OnDelete: a change of the template reaches a pod only when"
              + " somebody deletes it.");
    } else if (workload.partition() > 0) {
      notes.add(
          "Its partition is %d: a change of the template reaches only the pods from number %d on."
              .formatted(workload.partition(), workload.partition()));
    }
    return List.copyOf(notes);
  }
}
