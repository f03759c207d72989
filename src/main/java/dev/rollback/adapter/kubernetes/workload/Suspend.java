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
import dev.rollback.adapter.kubernetes.Changes;
import dev.rollback.adapter.kubernetes.ControllerKind;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.Nearest;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Doc;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Suspends a controller, so that it leaves alone what the next steps change. */
@Doc(
    "Suspends a controller that would undo what the next steps change: an autoscaler, Argo CD or"
        + " Flux. Undo puts its settings back exactly as they were; with `temporary: run` that is"
        + " done when the steps are through.")
public record Suspend(
    @Doc(
            "The kind of its object: HorizontalPodAutoscaler, ScaledObject (KEDA), Application"
                + " (Argo CD), Kustomization or HelmRelease (Flux).")
        String kind,
    @Doc("The object's name.") String name,
    @Doc("The object's namespace; when missing, the one of the connection.")
        Optional<String> namespace)
    implements Action<Suspend.State, KubernetesReader, KubernetesWriter> {

  /** What is moved. */
  @Doc("The settings by which a controller works or rests.")
  public record State(
      @Doc("Their values, by name; one that is not set is missing.")
          Map<String, JsonNode> settings) {
    /** Keeps its own sorted copy. */
    public State {
      settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }
  }

  /** Refuses a kind that nobody here knows how to suspend. */
  public Suspend {
    if (ControllerKind.of(kind).isEmpty()) {
      throw new IllegalArgumentException(
          "'" + kind + "' cannot be suspended" + Nearest.hint(kind, ControllerKind.kinds()));
    }
  }

  private ControllerKind controller() {
    return ControllerKind.of(kind).orElseThrow();
  }

  private String object() {
    return controller().object(name) + namespace.map(n -> " in namespace " + n).orElse("");
  }

  @Override
  public Target target() {
    return Target.of(object());
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return List.of(needs("get"), needs("update"));
  }

  private Requirement<KubernetesReader> needs(String verb) {
    var access = controller().access(verb, name);
    return Requirement.both(
        access.what() + namespace.map(n -> " in namespace " + n).orElse(""),
        reader -> there(reader).mayI(access));
  }

  private KubernetesReader there(KubernetesReader system) {
    return namespace.map(system::in).orElse(system);
  }

  @Override
  public Risk risk(State before, State after) {
    return Risk.REVERSIBLE;
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
  public Observed<State> observe(KubernetesReader system) {
    var now = there(system).controller(controller(), name);
    return new Observed<>(state(now), uid(now), Competitors.notes(controller(), now));
  }

  private State state(JsonNode object) {
    return new State(controller().read(object));
  }

  private static String uid(JsonNode object) {
    return object.at("/metadata/uid").asText();
  }

  @Override
  public State desired(State before) {
    return new State(controller().suspended(before.settings()));
  }

  @Override
  public void rehearse(Observed<State> from, State to, KubernetesReader system) {
    var there = there(system);
    for (var i = 0; i < Changes.TRIES; i++) {
      if (there.rehearse(controller(), controller().with(current(from, there), to.settings()))) {
        return;
      }
    }
    throw tooLate();
  }

  @Override
  public void write(Observed<State> from, State to, KubernetesWriter system) {
    var there = namespace.map(system::in).orElse(system);
    for (var i = 0; i < Changes.TRIES; i++) {
      if (there.update(controller(), controller().with(current(from, there), to.settings()))) {
        return;
      }
    }
    throw tooLate();
  }

  /** Its status moves all the time, so what counts are its identity and the settings themselves. */
  private JsonNode current(Observed<State> from, KubernetesReader there) {
    var now = there.controller(controller(), name);
    if (!uid(now).equals(from.version()) || !state(now).equals(from.state())) {
      throw SystemException.refused(
          object() + " was changed meanwhile; nothing was written.",
          "See who changes it, then plan again.");
    }
    return now;
  }

  private SystemException tooLate() {
    return SystemException.refused(
        "%s is being changed all the time: %d tries were too late."
            .formatted(object(), Changes.TRIES),
        "See which controller writes it.");
  }

  /** A sync that had begun before goes on to its end. */
  @Override
  public Readiness ready(State wanted, KubernetesReader system) {
    var now = there(system).controller(controller(), name);
    if (!state(now).equals(wanted)) {
      return new Readiness.Stuck(
          object() + " no longer is as it was written: somebody has changed it since.");
    }
    return now.at("/status/operationState/phase").asText().equals("Running")
        ? new Readiness.Waiting("a sync that began before is still running")
        : new Readiness.Ready();
  }
}
