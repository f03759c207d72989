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
import dev.rollback.shape.Alternative;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Scales a deployment or a stateful set. */
@Doc(
    "Scales a deployment or a stateful set to a number of replicas, and waits until that many"
        + " serve.")
public record Scale(
    @Doc("The deployment.") @Alternative Optional<String> deployment,
    @Doc("The stateful set.") @Alternative Optional<String> statefulset,
    @Doc("How many replicas there shall be; 0 stops it.") int replicas)
    implements Action<Scale.State, KubernetesReader, KubernetesWriter> {

  /** What is moved. */
  @Doc("The replicas of a workload.")
  public record State(@Doc("How many replicas there shall be.") int replicas) {}

  /** Refuses what the API server would refuse. */
  public Scale {
    WorkloadName.of(deployment, statefulset);
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas is " + replicas + "; it cannot be less than 0");
    }
  }

  /** Of a deployment. */
  public Scale(String deployment, int replicas) {
    this(Optional.of(deployment), Optional.empty(), replicas);
  }

  private WorkloadName workload() {
    return WorkloadName.of(deployment, statefulset);
  }

  @Override
  public Target target() {
    return Target.of(workload().toString(), "replicas");
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return Access.toChange(workload());
  }

  @Override
  public Risk risk(State before, State after) {
    return after.replicas() < before.replicas() ? Risk.DISRUPTIVE : Risk.REVERSIBLE;
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
    return Changes.pods(Math.abs(after.replicas() - before.replicas()));
  }

  @Override
  public Observed<State> observe(KubernetesReader system) {
    var now = system.workload(workload());
    var found = Competitors.ofScaling(now, replicas, system);
    return Notes.observed(state(now), now, found, notes(now));
  }

  @Override
  public State desired(State before) {
    return new State(replicas);
  }

  @Override
  public void rehearse(Observed<State> from, State to, KubernetesReader system) {
    Changes.rehearse(workload(), from.version(), w -> w.scale(to.replicas()), system);
  }

  @Override
  public void write(Observed<State> from, State to, KubernetesWriter system) {
    Changes.write(workload(), from.version(), w -> w.scale(to.replicas()), system);
  }

  @Override
  public Readiness ready(State wanted, KubernetesReader system) {
    return Rollout.follow(workload(), Rollout.Pods.STAY, w -> state(w).equals(wanted), system);
  }

  private static State state(Workload workload) {
    return new State(workload.pods());
  }

  private Stream<String> notes(Workload now) {
    return statefulset.isPresent() && replicas < now.pods()
        ? Stream.of(
            "The pods with the highest numbers go; their volumes stay, and are theirs again when"
                + " they come back.")
        : Stream.empty();
  }
}
