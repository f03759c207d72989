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
import dev.rollback.adapter.kubernetes.Terminating;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.shape.Alternative;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sets the images of some containers. */
@Doc(
    "Sets the images of a workload's containers, by tag or digest, which replaces its pods, and"
        + " waits until the new ones serve. An image that cannot be pulled ends the step at once,"
        + " with the reason.")
public record SetImage(
    @Doc("The deployment.") @Alternative Optional<String> deployment,
    @Doc("The stateful set.") @Alternative Optional<String> statefulset,
    @Doc("The daemon set.") @Alternative Optional<String> daemonset,
    @Doc("The images to set, by the name of the container or init container.")
        Map<String, String> images)
    implements Action<SetImage.State, KubernetesReader, KubernetesWriter> {

  /** What is moved. */
  @Doc("The images of some containers of a workload.")
  public record State(
      @Doc("The images, by container.") Map<String, String> images,
      @Doc("How many pods run with them, and are replaced when they change.")
          Hint<Optional<Integer>> replicas) {
    /** Keeps its own sorted copy. */
    public State {
      images = Collections.unmodifiableMap(new TreeMap<>(images));
    }
  }

  /** Refuses what the API server would refuse, or what no node could pull. */
  public SetImage {
    WorkloadName.of(deployment, statefulset, daemonset);
    images = Collections.unmodifiableMap(new TreeMap<>(images));
    if (images.isEmpty()) {
      throw new IllegalArgumentException("nothing to do: `images` names no container");
    }
    images.values().forEach(ImageName::parse);
  }

  /** Of a deployment. */
  public SetImage(String deployment, Map<String, String> images) {
    this(Optional.of(deployment), Optional.empty(), Optional.empty(), images);
  }

  private WorkloadName workload() {
    return WorkloadName.of(deployment, statefulset, daemonset);
  }

  @Override
  public Target target() {
    return new Target(
        workload().toString(), images.keySet().stream().map(name -> "image/" + name).toList());
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
    var state = state(now);
    var notes = Stream.concat(warnings(), running(Terminating.without(system.pods(now))));
    return Notes.observed(state, now, Competitors.of(now, system), notes);
  }

  @Override
  public State desired(State before) {
    return new State(images, before.replicas());
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
    return Rollout.follow(workload(), Rollout.Pods.CHANGE, w -> state(w).equals(wanted), system);
  }

  private State state(Workload now) {
    var found = new TreeMap<String, String>();
    for (var name : images.keySet()) {
      // The server takes a pod template without an image, for its controller to refuse.
      found.put(name, Optional.ofNullable(Containers.named(now, name).getImage()).orElse(""));
    }
    return new State(found, new Hint<>(Optional.of(now.pods())));
  }

  private static void change(Workload workload, State to) {
    to.images().forEach((name, image) -> Containers.named(workload, name).setImage(image));
  }

  private Stream<String> warnings() {
    return images.values().stream()
        .distinct()
        .flatMap(image -> ImageName.parse(image).warning().stream());
  }

  /** What a tag stood for when the pods were started: what an undo is to bring back. */
  private Stream<String> running(List<Pod> pods) {
    return images.keySet().stream()
        .flatMap(
            container -> {
              var ids =
                  pods.stream()
                      .flatMap(pod -> imageId(pod, container).stream())
                      .collect(
                          Collectors.groupingBy(
                              Function.identity(), TreeMap::new, Collectors.counting()));
              return ids.entrySet().stream()
                  .map(
                      e ->
                          "%s runs %s now, in %d of %d pods."
                              .formatted(container, e.getKey(), e.getValue(), pods.size()));
            });
  }

  private static Optional<String> imageId(Pod pod, String container) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(
            status ->
                Stream.concat(
                    status.getContainerStatuses().stream(),
                    status.getInitContainerStatuses().stream()))
        .filter(status -> container.equals(status.getName()))
        .map(ContainerStatus::getImageID)
        .filter(id -> id != null && !id.isEmpty())
        .map(id -> id.replaceFirst("^[a-z-]+://", ""))
        .findFirst();
  }
}
