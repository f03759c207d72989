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
import dev.rollback.shape.Hint;
import dev.rollback.shape.PlanTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Restarts a workload's pods, some at a time, as {@code kubectl rollout restart} does. */
@Doc("Replaces all pods of a workload, some at a time, and waits until the new ones serve.")
public record RolloutRestart(
    @Doc("The deployment.") @Alternative Optional<String> deployment,
    @Doc("The stateful set.") @Alternative Optional<String> statefulset,
    @Doc("The daemon set.") @Alternative Optional<String> daemonset,
    @Doc("The moment of the plan: the mark of this restart.") PlanTime at)
    implements Action<RolloutRestart.State, KubernetesReader, KubernetesWriter> {
  private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  /** What is moved. */
  @Doc("The mark of a workload's last restart.")
  public record State(
      @Doc("The template's annotation kubectl.kubernetes.io/restartedAt.")
          Optional<String> restartedAt,
      @Doc("How many pods there are to be replaced.") Hint<Optional<Integer>> replicas) {}

  /** Refuses inputs that name no workload, or several. */
  public RolloutRestart {
    WorkloadName.of(deployment, statefulset, daemonset);
  }

  /** Of a deployment. */
  public RolloutRestart(String deployment, PlanTime at) {
    this(Optional.of(deployment), Optional.empty(), Optional.empty(), at);
  }

  private WorkloadName workload() {
    return WorkloadName.of(deployment, statefulset, daemonset);
  }

  @Override
  public Target target() {
    return Target.of(workload().toString(), "restarted-at");
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return Access.toChange(workload());
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
    var now = system.workload(workload());
    var own = "Its undo takes the mark of the restart away, which replaces the pods once more.";
    return Notes.observed(state(now), now, Competitors.of(now, system), Stream.of(own));
  }

  @Override
  public State desired(State before) {
    return new State(Optional.of(at.at().toString()), before.replicas());
  }

  @Override
  public void rehearse(Observed<State> from, State to, KubernetesReader system) {
    Changes.rehearse(workload(), from.version(), w -> mark(w, to), system);
  }

  @Override
  public void write(Observed<State> from, State to, KubernetesWriter system) {
    Changes.write(workload(), from.version(), w -> mark(w, to), system);
  }

  @Override
  public Readiness ready(State wanted, KubernetesReader system) {
    return Rollout.follow(
        workload(), Rollout.Pods.MUST_CHANGE, w -> state(w).equals(wanted), system);
  }

  private static State state(Workload workload) {
    return new State(
        Optional.ofNullable(workload.template().getMetadata())
            .map(meta -> meta.getAnnotations())
            .map(annotations -> annotations.get(RESTARTED_AT)),
        new Hint<>(Optional.of(workload.pods())));
  }

  private static void mark(Workload workload, State to) {
    var template = workload.template().toBuilder().editOrNewMetadata();
    var marked =
        to.restartedAt()
            .map(mark -> template.addToAnnotations(RESTARTED_AT, mark))
            .orElseGet(() -> template.removeFromAnnotations(RESTARTED_AT));
    workload.template(marked.endMetadata().build());
  }
}
