package dev.rollback.adapter.kubernetes.workload;

import dev.rollback.action.Action;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.kubernetes.Access;
import dev.rollback.adapter.kubernetes.Changes;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pauses a deployment's rollout where it is, or resumes it. */
@Doc(
    "Pauses a deployment's rollout: pods stay as they are, old and new ones, until it is resumed."
        + " With `paused: false` it resumes it, and waits until it is complete.")
public record RolloutPause(
    @Doc("The deployment; other workloads have no rollout that can be paused.") String deployment,
    @Doc("Whether it shall be paused.") @Default("true") boolean paused)
    implements Action<RolloutPause.State, KubernetesReader, KubernetesWriter> {

  /** What is moved. */
  @Doc("Whether a deployment's rollout is paused.")
  public record State(
      @Doc("Whether it is paused.") boolean paused,
      @Doc("How many pods are not of the newest template, and are replaced when it goes on.")
          Hint<Integer> waiting) {}

  private WorkloadName workload() {
    return WorkloadName.deployment(deployment);
  }

  @Override
  public Target target() {
    return Target.of(workload().toString(), "paused");
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return Access.toChange(workload());
  }

  /** Resuming lets pods be replaced. */
  @Override
  public Risk risk(State before, State after) {
    return after.paused() || before.waiting().value() == 0 ? Risk.REVERSIBLE : Risk.DISRUPTIVE;
  }

  @Override
  public Trust trust() {
    return Trust.EXACT;
  }

  @Override
  public Undo undo() {
    return Undo.RESTORE;
  }

  @Override
  public Map<String, Long> magnitude(State before, State after) {
    return Changes.pods(before.equals(after) ? 0 : before.waiting().value());
  }

  @Override
  public Observed<State> observe(KubernetesReader system) {
    var now = system.workload(workload());
    var state = state(now);
    return Notes.observed(state, now, Competitors.of(now, system), notes(state));
  }

  private Stream<String> notes(State now) {
    var waiting = now.waiting().value();
    if (waiting == 0 || now.paused() == paused) {
      return Stream.empty();
    }
    return Stream.of(
        paused
            ? "%d of its pods are not of the newest template yet, and stay so until it is resumed."
                .formatted(waiting)
            : "Its template was changed meanwhile: resuming replaces %d of its pods."
                .formatted(waiting));
  }

  @Override
  public State desired(State before) {
    return new State(paused, before.waiting());
  }

  @Override
  public void rehearse(Observed<State> from, State to, KubernetesReader system) {
    Changes.rehearse(workload(), from.version(), w -> change(w, to), system);
  }

  @Override
  public void write(Observed<State> from, State to, KubernetesWriter system) {
    Changes.write(workload(), from.version(), w -> change(w, to), system);
  }

  /** A paused rollout has come to rest as soon as its controller knows. */
  @Override
  public Readiness ready(State wanted, KubernetesReader system) {
    var now = system.workload(workload());
    if (wanted.paused() && now.paused() && Rollout.of(now).seen()) {
      return new Readiness.Ready();
    }
    return Rollout.follow(workload(), Rollout.Pods.STAY, w -> state(w).equals(wanted), system);
  }

  private static State state(Workload now) {
    var rollout = Rollout.of(now);
    return new State(now.paused(), new Hint<>(Math.max(0, rollout.desired() - rollout.updated())));
  }

  private static void change(Workload workload, State to) {
    object(workload).getSpec().setPaused(to.paused() ? Boolean.TRUE : null);
  }

  private static Deployment object(Workload workload) {
    return switch (workload) {
      case Workload.OfDeployment(var deployment) -> deployment;
      case Workload.OfStatefulSet _, Workload.OfDaemonSet _ ->
          throw new IllegalStateException("a deployment was asked for");
    };
  }
}
