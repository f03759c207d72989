package dev.rollback.adapter.kubernetes.workload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Competitor;
import dev.rollback.adapter.kubernetes.ControllerKind;
import dev.rollback.adapter.kubernetes.ControllerLookup;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadKind;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who else changes a workload by himself, and what he will do to a change of it. */
public final class Competitors {
  private static final String ARGO_NAMESPACE = "argocd";
  private static final String INSTANCE = "app.kubernetes.io/instance";

  private final Workload workload;
  private final KubernetesReader system;
  private final List<Competitor> found = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Competitors(Workload workload, KubernetesReader system) {
    this.workload = workload;
    this.system = system;
  }

  /**
   * What was found.
   *
   * @param notes what could not be found out, and who rests at the moment
   */
  record Found(List<Competitor> competitors, List<String> notes) {}

  /** For any change of this workload. */
  static Found of(Workload workload, KubernetesReader system) {
    return new Competitors(workload, system).repositories();
  }

  /** For a change of its replicas to this number. */
  static Found ofScaling(Workload workload, int replicas, KubernetesReader system) {
    var competitors = new Competitors(workload, system);
    competitors.autoscalers(replicas);
    return competitors.repositories();
  }

  /** Who may let an object work again that is to be suspended. */
  static List<String> notes(ControllerKind kind, JsonNode object) {
    var notes = new ArrayList<>(keepers(object));
    if (kind == ControllerKind.HORIZONTAL_POD_AUTOSCALER) {
      notes.add(
          "Also while suspended it keeps the replicas within its range of %d to %d."
              .formatted(min(object), max(object)));
    }
    return notes;
  }

  /**
   * Who keeps an object in step with a repository, by what it says of itself; empty where nobody
   * does.
   */
  public static List<String> keepers(JsonNode object) {
    var labels = object.at("/metadata/labels");
    var by =
        Optional.of(labels.path("kustomize.toolkit.fluxcd.io/name").asText())
            .filter(n -> !n.isEmpty())
            .map(n -> "Flux (Kustomization " + n + ")")
            .or(
                () ->
                    Optional.of(
                            object
                                .at("/metadata/annotations")
                                .path("argocd.argoproj.io/tracking-id")
                                .asText())
                        .filter(n -> !n.isEmpty())
                        .map(n -> "Argo CD (" + n.replaceFirst(":.*", "") + ")"));
    return by.map(who -> who + " keeps this object itself, and may set it back.").stream().toList();
  }

  private Found repositories() {
    argo();
    flux(ControllerKind.KUSTOMIZATION, "kustomize.toolkit.fluxcd.io");
    flux(ControllerKind.HELM_RELEASE, "helm.toolkit.fluxcd.io");
    owner();
    return new Found(List.copyOf(found), List.copyOf(notes));
  }

  private Map<String, String> labels() {
    return Optional.ofNullable(workload.metadata().getLabels()).orElse(Map.of());
  }

  private Map<String, String> annotations() {
    return Optional.ofNullable(workload.metadata().getAnnotations()).orElse(Map.of());
  }

  // Autoscalers

  private void autoscalers(int replicas) {
    var keda = system.controllers(ControllerKind.SCALED_OBJECT);
    keda.all().stream().filter(this::scalesThis).forEach(s -> scaledObject(s, replicas));
    switch (system.controllers(ControllerKind.HORIZONTAL_POD_AUTOSCALER)) {
      case ControllerLookup.Found(var all) ->
          all.stream()
              .filter(this::scalesThis)
              .forEach(a -> autoscaler(a, replicas, keda instanceof ControllerLookup.Forbidden));
      case ControllerLookup.NotServed _ -> {}
      case ControllerLookup.Forbidden _ ->
          notes.add(
              "Whether an autoscaler scales it is not known: this user may not list"
                  + " horizontalpodautoscalers.autoscaling.");
    }
  }

  private boolean scalesThis(JsonNode scaler) {
    var target = scaler.at("/spec/scaleTargetRef");
    return target.path("kind").asText(WorkloadKind.DEPLOYMENT.kind()).equals(workload.kind().kind())
        && target.path("name").asText().equals(workload.metadata().getName());
  }

  private static int min(JsonNode autoscaler) {
    return autoscaler.at("/spec/minReplicas").asInt(1);
  }

  private static int max(JsonNode autoscaler) {
    return autoscaler.at("/spec/maxReplicas").asInt();
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  private void autoscaler(JsonNode a, int replicas, boolean ownersUnknown) {
    var owner = scaledObject(a);
    if (owner.isPresent()) {
      if (ownersUnknown) {
        competitor(ControllerKind.SCALED_OBJECT, owner.get(), "", kedaWill(replicas));
      }
      return; // KEDA sets it back: what counts is its ScaledObject.
    }
    var kind = ControllerKind.HORIZONTAL_POD_AUTOSCALER;
    var range = " (%d to %d replicas)".formatted(min(a), max(a));
    var who = kind.kind() + " " + name(a) + range;
    if (replicas == 0) {
      notes.add(who + " rests while there are 0 replicas, and works again when there are some.");
    } else if (replicas < min(a) || replicas > max(a)) {
      found.add(
          new Competitor(
              who,
              "will set it back within seconds, also while suspended: %d is outside of its range."
                  .formatted(replicas),
              Optional.empty()));
    } else if (kind.isSuspended(a)) {
      notes.add(who + " is suspended, and leaves it alone.");
    } else {
      competitor(kind, name(a), range, "may choose another number within its range at any time.");
    }
  }

  private static Optional<String> scaledObject(JsonNode autoscaler) {
    return autoscaler
        .at("/metadata/ownerReferences")
        .valueStream()
        .filter(o -> o.path("kind").asText().equals(ControllerKind.SCALED_OBJECT.kind()))
        .map(o -> o.path("name").asText())
        .findFirst();
  }

  private void scaledObject(JsonNode object, int replicas) {
    if (ControllerKind.SCALED_OBJECT.isSuspended(object)) {
      notes.add("ScaledObject " + name(object) + " (KEDA) is paused, and leaves it alone.");
    } else {
      competitor(ControllerKind.SCALED_OBJECT, name(object), " (KEDA)", kedaWill(replicas));
    }
  }

  private static String kedaWill(int replicas) {
    return replicas == 0
        ? "will start it again as soon as one of its triggers is active."
        : "may choose another number at any time.";
  }

  // What keeps it in step with a repository

  private void argo() {
    var tracking = annotations().get("argocd.argoproj.io/tracking-id");
    var marked =
        Optional.ofNullable(tracking)
            .map(id -> id.replaceFirst(":.*", ""))
            .or(() -> Optional.ofNullable(annotations().get("argocd.argoproj.io/instance")))
            .or(() -> Optional.ofNullable(labels().get("argocd.argoproj.io/instance")));
    var instance = Optional.ofNullable(labels().get(INSTANCE));
    if (marked.isPresent()) {
      argo(marked.get(), true);
    } else if (instance.isPresent()
        && !"Helm".equals(labels().get("app.kubernetes.io/managed-by"))) {
      argo(instance.get(), false); // Helm and others set this label as well.
    }
  }

  /** An application outside of Argo CD's own namespace is named NAMESPACE_NAME. */
  private void argo(String application, boolean certain) {
    var parts = application.split("_", 2);
    var namespace = parts.length == 2 ? parts[0] : ARGO_NAMESPACE;
    var name = parts.length == 2 ? parts[1] : application;
    var kind = ControllerKind.APPLICATION;
    var looked = system.in(namespace).controllers(kind, name);
    var there = looked.all().stream().findFirst();
    if (there.isPresent()) {
      argo(there.get(), name, namespace);
    } else if (certain && looked instanceof ControllerLookup.Forbidden) {
      competitor(kind, name, namespace, " (Argo CD)", "will undo this if it heals by itself.");
    } else if (certain) {
      found.add(
          new Competitor(
              "Application " + name + " (Argo CD)",
              "will undo this if it heals by itself; it is not in namespace %s here: suspend it"
                      .formatted(namespace)
                  + " where Argo CD runs.",
              Optional.empty()));
    }
  }

  private void argo(JsonNode application, String name, String namespace) {
    var kind = ControllerKind.APPLICATION;
    if (kind.isSuspended(application)) {
      notes.add("Application " + name + " (Argo CD) is not synced by itself, and leaves it alone.");
      return;
    }
    var heals = application.at("/spec/syncPolicy/automated/selfHeal").asBoolean();
    competitor(
        kind,
        name,
        namespace,
        " (Argo CD)",
        heals
            ? "heals by itself, and will undo this within seconds."
            : "will undo this with its next automatic sync, when its repository changes.");
  }

  private void flux(ControllerKind kind, String prefix) {
    var name = labels().get(prefix + "/name");
    if (name == null) {
      return;
    }
    var namespace =
        Optional.ofNullable(labels().get(prefix + "/namespace")).orElseGet(system::namespace);
    var object = system.in(namespace).controllers(kind, name).all().stream().findFirst();
    if (object.filter(kind::isSuspended).isPresent()) {
      notes.add(kind.kind() + " " + name + " (Flux) is suspended, and leaves it alone.");
      return;
    }
    competitor(kind, name, namespace, " (Flux)", fluxWill(kind, object));
  }

  private static String fluxWill(ControllerKind kind, Optional<JsonNode> object) {
    var every =
        object
            .map(o -> o.at("/spec/interval").asText())
            .filter(i -> !i.isEmpty())
            .map(i -> "every " + i)
            .orElse("again and again");
    var drift =
        object.map(o -> o.at("/spec/driftDetection/mode").asText()).orElse("").equals("enabled");
    return kind == ControllerKind.KUSTOMIZATION || drift
        ? "applies its repository %s, and will undo this where that says otherwise."
            .formatted(every)
        : "will undo this with its next upgrade.";
  }

  private void owner() {
    var owners =
        Optional.ofNullable(workload.metadata().getOwnerReferences())
            .orElse(List.<OwnerReference>of());
    owners.stream()
        .filter(ref -> Boolean.TRUE.equals(ref.getController()))
        .map(
            ref ->
                new Competitor(
                    ref.getKind() + " " + ref.getName(),
                    "owns it: its operator may undo this at any time.",
                    Optional.empty()))
        .forEach(found::add);
  }

  private void competitor(ControllerKind kind, String name, String more, String effect) {
    competitor(kind, name, system.namespace(), more, effect);
  }

  private void competitor(
      ControllerKind kind, String name, String namespace, String more, String effect) {
    var with = new LinkedHashMap<String, String>();
    with.put("kind", kind.kind());
    with.put("name", name);
    if (!namespace.equals(system.namespace())) {
      with.put("namespace", namespace);
    }
    found.add(
        new Competitor(
            kind.kind() + " " + name + more,
            effect,
            Optional.of(new Competitor.Suspension("kubernetes.suspend", with))));
  }
}
