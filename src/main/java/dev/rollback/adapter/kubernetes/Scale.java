package dev.rollback.adapter.kubernetes;

import dev.rollback.action.Action;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.shape.Doc;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Scales a deployment. */
@Doc("Scales a deployment to a number of replicas, and waits until that many serve.")
public record Scale(
    @Doc("The deployment.") String deployment,
    @Doc("How many replicas there shall be; 0 stops it.") int replicas)
    implements Action<Scale.State, KubernetesReader, KubernetesWriter> {

  /** What is moved. */
  @Doc("The replicas of a deployment.")
  public record State(@Doc("How many replicas there shall be.") int replicas) {}

  /** Refuses what the API server would refuse. */
  public Scale {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas is " + replicas + "; it cannot be less than 0");
    }
  }

  @Override
  public Target target() {
    return Target.of("deployment/" + deployment, "replicas");
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return Access.toChange(deployment);
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
    var now = system.deployment(deployment);
    var found = Competitors.ofScaling(now, replicas, system);
    return Notes.observed(state(now), now, found, Stream.empty());
  }

  @Override
  public State desired(State before) {
    return new State(replicas);
  }

  @Override
  public void rehearse(Observed<State> from, State to, KubernetesReader system) {
    Changes.rehearse(deployment, from.version(), d -> with(d, to), system);
  }

  @Override
  public void write(Observed<State> from, State to, KubernetesWriter system) {
    Changes.write(deployment, from.version(), d -> with(d, to), system);
  }

  @Override
  public Readiness ready(State wanted, KubernetesReader system) {
    return Rollout.follow(deployment, false, d -> state(d).equals(wanted), system);
  }

  private static State state(Deployment deployment) {
    return new State(Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1));
  }

  private static Deployment with(Deployment deployment, State to) {
    deployment.getSpec().setReplicas(to.replicas());
    return deployment;
  }
}
