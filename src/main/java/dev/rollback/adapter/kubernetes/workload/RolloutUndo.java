package dev.rollback.adapter.kubernetes.workload;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Alternative;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Gives a workload a template that it had before, as {@code kubectl rollout undo} does. */
@Doc(
    "Gives a workload the pod template of an earlier revision, which replaces its pods, and waits"
        + " until the new ones serve. The preview shows each field that differs. Literal values of"
        + " environment entries that look like secrets are not shown, and must be the same in both"
        + " revisions.")
public record RolloutUndo(
    @Doc("The deployment.") @Alternative Optional<String> deployment,
    @Doc("The stateful set.") @Alternative Optional<String> statefulset,
    @Doc("The daemon set.") @Alternative Optional<String> daemonset,
    @Doc(
            "The number of the revision; when missing, the newest one with another template than"
                + " now. kubectl rollout history lists them.")
        Optional<Long> revision,
    @Doc(
            "Names of environment entries that look like secrets and are none: their literal values"
                + " may stand in plan and journal.")
        List<String> notSecret)
    implements Action<RolloutUndo.State, KubernetesReader, KubernetesWriter> {

  /** What is moved. */
  @Doc("The pod template of a workload.")
  public record State(
      @Doc("Its fields, by path.") Map<String, String> template,
      @Doc("The same as a tree, to be written back.") Hint<JsonNode> written,
      @Doc("Where to go from here.") Hint<Goal> goal,
      @Doc("How many pods there are to be replaced.") Hint<Optional<Integer>> replicas) {
    /** Keeps its own sorted copy. */
    public State {
      template = Collections.unmodifiableMap(new TreeMap<>(template));
    }
  }

  /** The template of the revision that is meant, found when the state was observed. */
  @Doc("The template of the revision that is meant.")
  public record Goal(
      @Doc("The template; missing where there is no way to it.") Optional<JsonNode> template,
      @Doc("Why there is no way.") String refusal,
      @Doc("What to do about that.") String advice) {

    private static Goal none(String refusal, String advice) {
      return new Goal(Optional.empty(), refusal, advice);
    }
  }

  /** Refuses inputs that name no workload, or several. */
  public RolloutUndo {
    WorkloadName.of(deployment, statefulset, daemonset);
  }

  /** Of a deployment, to the revision before. */
  public RolloutUndo(String deployment) {
    this(Optional.of(deployment), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  private WorkloadName workload() {
    return WorkloadName.of(deployment, statefulset, daemonset);
  }

  @Override
  public Target target() {
    return Target.of(workload().toString());
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return Access.toGoBack(workload());
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

  /** The revision before may be another one by now, though the template is the same. */
  @Override
  public boolean covers(State approved, State now) {
    return approved.equals(now) && approved.goal().value().equals(now.goal().value());
  }

  @Override
  public Observed<State> observe(KubernetesReader system) {
    var now = system.workload(workload());
    var history = new History(now, system.revisions(now));
    return Notes.observed(
        state(now, goal(now, history)), now, Competitors.of(now, system), notes(history));
  }

  private Goal goal(Workload now, History history) {
    if (now.paused()) {
      return Goal.none(
          "The rollout of %s is paused: another template would reach no pod.".formatted(workload()),
          "Resume it first: kubernetes.rollout-pause with `paused: false`.");
    }
    var meant = history.find(revision);
    if (meant.isEmpty()) {
      return Goal.none(history.missing(revision), "Set what is wanted: kubernetes.set-image.");
    }
    var there = text().hidden(now.template());
    var then = text().hidden(meant.get().template());
    if (!there.equals(then)) {
      return Goal.none(
          "%s of %s: revision %d has it with another value, or only one of both has it. It looks"
                  .formatted(History.differing(there, then), workload(), meant.get().number())
              + " like a secret with a literal value, which would stand in plan and journal.",
          "Keep the value in a Secret; if it is no secret, name it under `not-secret`.");
    }
    return new Goal(Optional.of(text().tree(meant.get().template())), "", "");
  }

  private Stream<String> notes(History history) {
    return history.find(revision).stream()
        .map(
            meant ->
                "It has %s now, and gets revision %d%s."
                    .formatted(
                        history
                            .current()
                            .map(r -> "revision " + r.number())
                            .orElse("a template that is no revision yet"),
                        meant.number(),
                        meant.cause().map(c -> " (" + c + ")").orElse("")));
  }

  @Override
  public State desired(State before) {
    var goal = before.goal().value();
    var wanted =
        goal.template().orElseThrow(() -> SystemException.refused(goal.refusal(), goal.advice()));
    return new State(
        TemplateText.fields(wanted), new Hint<>(wanted), before.goal(), before.replicas());
  }

  @Override
  public void rehearse(Observed<State> from, State to, KubernetesReader system) {
    Changes.rehearse(workload(), from.version(), w -> change(w, to), system);
  }

  @Override
  public void write(Observed<State> from, State to, KubernetesWriter system) {
    Changes.write(workload(), from.version(), w -> change(w, to), system);
  }

  @Override
  public Readiness ready(State wanted, KubernetesReader system) {
    return Rollout.follow(
        workload(),
        Rollout.Pods.MUST_CHANGE,
        w -> state(w, wanted.goal().value()).equals(wanted),
        system);
  }

  private State state(Workload now, Goal goal) {
    var tree = text().tree(now.template());
    return new State(
        TemplateText.fields(tree),
        new Hint<>(tree),
        new Hint<>(goal),
        new Hint<>(Optional.of(now.pods())));
  }

  private void change(Workload workload, State to) {
    workload.template(text().template(to.written().value(), workload.template()));
  }

  private TemplateText text() {
    return new TemplateText(Set.copyOf(notSecret));
  }
}
