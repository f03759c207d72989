package dev.rollback.adapter.kubernetes;

import dev.rollback.action.Observed;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a person should know before a deployment is changed: who else changes it, and when. */
final class Notes {
  private Notes() {}

  /** A state of this deployment, with what was found about it and some more notes. */
  static <S> Observed<S> observed(
      S state, Deployment now, Competitors.Found found, Stream<String> more) {
    var notes = new ArrayList<>(found.notes());
    notes.addAll(about(now));
    more.forEach(notes::add);
    return new Observed<>(state, Changes.version(now), notes, found.competitors());
  }

  /** About any change of this deployment. */
  private static List<String> about(Deployment deployment) {
    var notes = new ArrayList<String>();
    var rollout = Rollout.of(deployment);
    if (!rollout.complete()) {
      notes.add("A rollout is still under way: " + rollout.progress() + ".");
    }
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      notes.add(
          "Its rollout is paused: a change of the template reaches no pod until it is resumed.");
    }
    return List.copyOf(notes);
  }
}
