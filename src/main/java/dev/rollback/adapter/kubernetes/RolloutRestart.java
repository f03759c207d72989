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
import dev.rollback.shape.Hint;
import dev.rollback.shape.PlanTime;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Restarts a deployment's pods, some at a time, as {@code kubectl rollout restart} does. */
@Doc("Replaces all pods of a deployment, some at a time, and waits until the new ones serve.")
public record RolloutRestart(
    @Doc("The deployment.") String deployment,
    @Doc("The moment of the plan: the mark of this restart.") PlanTime at)
    implements Action<RolloutRestart.State, KubernetesReader, KubernetesWriter> {
  private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  /** What is moved. */
  @Doc("The mark of a deployment's last restart.")
  public record State(
      @Doc("The template's annotation kubectl.kubernetes.io/restartedAt.")
          Optional<String> restartedAt,
      @Doc("How many pods there are to be replaced.") Hint<Optional<Integer>> replicas) {}

  @Override
  public Target target() {
    return Target.of("deployment/" + deployment, "restarted-at");
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return Access.toChange(deployment);
  }

  @Override
  public Risk risk(State before, State after) {
    return Risk.DISRUPTIVE;
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
    return Changes.pods(before.equals(after) ? 0 : before.replicas().value().orElse(0));
  }

  @Override
  public Observed<State> observe(KubernetesReader system) {
    var now = system.deployment(deployment);
    var own = "Its undo takes the mark of the restart away, which replaces the pods once more.";
    return Notes.observed(state(now), now, Competitors.of(now, system), Stream.of(own));
  }

  @Override
  public State desired(State before) {
    return new State(Optional.of(at.at().toString()), before.replicas());
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
    return Rollout.follow(deployment, true, d -> state(d).equals(wanted), system);
  }

  private static State state(Deployment deployment) {
    return new State(
        Optional.ofNullable(deployment.getSpec().getTemplate().getMetadata())
            .map(meta -> meta.getAnnotations())
            .map(annotations -> annotations.get(RESTARTED_AT)),
        new Hint<>(Optional.of(Changes.replicas(deployment))));
  }

  private static Deployment with(Deployment deployment, State to) {
    var builder = new DeploymentBuilder(deployment);
    var template = builder.editSpec().editTemplate().editOrNewMetadata();
    var marked =
        to.restartedAt()
            .map(mark -> template.addToAnnotations(RESTARTED_AT, mark))
            .orElseGet(() -> template.removeFromAnnotations(RESTARTED_AT));
    return marked.endMetadata().endTemplate().endSpec().build();
  }
}
